"""Run: what holds for a whole build, and which files a kustomization may read."""
from __future__ import annotations

import os

from kubectl_lite.cli.errors import CommandError


class Run:
    """`restricted`: files must be in or below the directory of their kustomization. `warned` gathers texts of warnings."""
    __slots__ = ("restricted", "warned")

    def __init__(self, restricted: bool = True):
        self.restricted, self.warned = restricted, []

    def file(self, directory: str, path: str) -> str:
        """The full path of a file that a kustomization names; CommandError where it may not be read."""
        full = os.path.join(directory, path)
        real = os.path.realpath(full)
        if self.restricted and os.path.isfile(real) and not real.startswith(directory.rstrip("/") + "/"):
            raise CommandError(f"security; file '{real}' is not in or below '{directory}'")
        return full
