"""The user's editor on a temporary file: $KUBE_EDITOR, $EDITOR, else vi."""
from __future__ import annotations

import os

from kubectl_lite.cli.errors import CommandError


def command(environ) -> str:
    return environ.get("KUBE_EDITOR") or environ.get("EDITOR") or "vi"


def launch(ctx, text: str, suffix: str, windows: bool = False) -> tuple[str, str]:
    """(the edited text, the path of its file, which is left in place)."""
    import tempfile
    name = os.path.join(tempfile.gettempdir(), f"kubectl-edit-{ctx.env.below(10 ** 10)}{suffix}")
    os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with open(name, "w", encoding="utf-8", newline="\r\n" if windows else "\n") as f:
        f.write(text)
    _run(ctx, name)
    with open(name, encoding="utf-8") as f:
        return f.read(), name


def _run(ctx, path: str) -> None:
    import re
    import shlex
    import shutil
    import subprocess
    editor = command(ctx.environ)
    if not re.search(r"[\s\"'\\|]", editor) and not shutil.which(editor, path=ctx.environ.get("PATH")):  # one word is run without a shell
        os.unlink(path)
        raise CommandError(f'there was a problem with the editor "{editor}"' if "/" in editor else f'unable to launch the editor "{editor}"')
    ctx.flush()
    done = subprocess.run(["/bin/sh", "-c", f"{editor} {shlex.quote(path)}"], env=dict(ctx.environ), stderr=subprocess.PIPE, text=True)
    if done.stderr:
        ctx.error(done.stderr)
    if done.returncode:
        os.unlink(path)
        raise CommandError(f'there was a problem with the editor "{editor}"')


def stripped(text: str) -> str:
    """The text without its comment lines."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#")).strip("\n")
