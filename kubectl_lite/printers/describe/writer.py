"""The writer of describers: indented text whose tabs become columns at the end (kubectl's PrefixWriter over a tabwriter)."""
from __future__ import annotations

from kubectl_lite.printers.tabwriter import align

MAX_ANNOTATION = 140
SKIPPED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"


class Writer:
    """Collects text; `text()` aligns it. A level is two blanks of indentation."""

    def __init__(self):
        self.aligned: list[str] = []
        self.open: list[str] = []

    def write(self, level: int, text: str) -> None:
        """Text after the indentation of its level, as it stands."""
        self.open.append("  " * level + text)

    def line(self, level: int, text: str = "") -> None:
        """Text and a line end."""
        self.write(level, text + "\n")

    def bare_line(self, text: str = "") -> None:
        """The rest of a line, without indentation of its own."""
        self.open.append(text + "\n")

    def field(self, label: str, value="", level: int = 0) -> None:
        """"Label:", a tab and the value."""
        self.write(level, f"{label}:\t{value}\n")

    def rows(self, level: int, *rows) -> None:
        """Lines of tab-separated cells."""
        for row in rows:
            self.line(level, "\t".join(map(str, row)))

    def flush(self) -> None:
        """Ends all columns that are open."""
        self.aligned.append(align("".join(self.open)))
        self.open = []

    def text(self) -> str:
        self.flush()
        return "".join(self.aligned).replace("\x1b", "^[").replace("\r", "\\r")


class Nested(Writer):
    """A writer into another one, some levels deeper; it also indents what continues a line."""

    def __init__(self, writer: Writer, indent: int):
        self.open, self.indent = writer.open, indent

    def write(self, level: int, text: str) -> None:
        self.open.append("  " * (level + self.indent) + text)

    def bare_line(self, text: str = "") -> None:
        self.write(0, text + "\n")


def lines_under(w: Writer, title: str, texts: list[str]) -> None:
    """A title and its texts, one a line in the second column; "<none>" for none."""
    w.write(0, f"{title}:\t")
    if not texts:
        w.bare_line("<none>")
    for i, text in enumerate(texts):
        if i:
            w.write(0, "")
            w.write(0, "\t")
        w.write(0, f"{text}\n")


def labels(w: Writer, title: str, values: dict | None) -> None:
    """Labels, sorted, one a line."""
    lines_under(w, title, [f"{key}={values[key]}" for key in sorted(values or ())])


def annotations(w: Writer, title: str, values: dict | None) -> None:
    """Annotations, sorted, without kubectl's own; long ones and those of several lines below their key, shortened."""
    keys = sorted(set(values or ()) - {SKIPPED_ANNOTATION})
    w.write(0, f"{title}:\t")
    if not keys:
        w.bare_line("<none>")
    for i, key in enumerate(keys):
        if i:
            w.write(0, "\t")
        value = values[key].removesuffix("\n")
        if len(value.encode()) + len(key) + 2 > MAX_ANNOTATION or "\n" in value:
            w.line(0, f"{key}:")
            for part in value.split("\n"):
                w.line(0, f"\t  {shorten(part, MAX_ANNOTATION - 2)}")
        else:
            w.line(0, f"{key}: {value}")


def shorten(text: str, limit: int) -> str:
    """The first bytes of a text and an ellipsis, when it is longer."""
    raw = text.encode()
    return raw[:limit].decode(errors="replace") + "..." if len(raw) > limit else text


def head(w: Writer, obj: dict, namespaced: bool = True) -> None:
    """Name, namespace, labels and annotations: how most descriptions begin."""
    meta = obj["metadata"]
    w.field("Name", meta["name"])
    if namespaced:
        w.field("Namespace", meta.get("namespace", ""))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))


def go_list(values) -> str:
    """A list of strings as %v prints it."""
    return "[" + " ".join(map(str, values or ())) + "]"
