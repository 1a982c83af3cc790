"""Plugins: programs `kubectl-foo` on PATH take over commands that are not ours; the longest name wins (`kubectl-foo-bar` before `kubectl-foo`)."""
from __future__ import annotations

import os
import shutil

PREFIX = "kubectl-"


def handles(ctx, path: str, word: str) -> bool:
    """Whether a plugin named after this word exists (only plain words; `create` has plugins too)."""
    name = PREFIX + (f"{path}-" if path else "") + word.replace("-", "_")
    return _which(ctx, name) is not None


def run(ctx, argv: list[str]) -> int:
    """Run the plugin with the longest matching name; its exit status is ours."""
    import subprocess
    words = []
    for arg in argv:
        if arg.startswith("-"):
            break
        words.append(arg.replace("-", "_"))
    while words:
        program = _which(ctx, PREFIX + "-".join(words))
        if program:
            ctx.flush()
            return subprocess.run([program, *argv[len(words):]], env=dict(ctx.environ)).returncode
        words.pop()
    return 1


def _which(ctx, name: str) -> str | None:
    return shutil.which(name, path=ctx.environ.get("PATH", ""))


def found(ctx) -> list[str]:
    """Paths of all plugins on PATH, in its order."""
    out = []
    for directory in ctx.environ.get("PATH", "").split(os.pathsep):
        if os.path.isdir(directory):
            out += [os.path.join(directory, name) for name in sorted(os.listdir(directory)) if name.startswith(PREFIX)]
    return out
