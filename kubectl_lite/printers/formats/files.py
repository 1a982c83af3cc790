"""Templates that stand in files, with kubectl's complaints."""
from __future__ import annotations

from kubectl_lite.printers.formats.errors import FormatError


def template_text(text: str, is_file: bool) -> str:
    """The template: the text itself, or what the file it names holds."""
    if not text:
        raise FormatError("template format specified but no template given")
    return read(text, f"error reading --template {text}") if is_file else text


def read(path: str, complaint: str) -> str:
    """A file's text; raises FormatError with Go's words for what is wrong with it."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except OSError as e:
        verb = "read" if isinstance(e, IsADirectoryError) else "open"
        raise FormatError(f"{complaint}, {verb} {path}: {(e.strerror or str(e)).lower()}\n") from None
