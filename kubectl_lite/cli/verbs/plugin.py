"""`plugin list`."""
from __future__ import annotations

import os

from kubectl_lite.cli import plugins
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    found = plugins.found(ctx)
    if not found:
        raise CommandError("unable to find any kubectl plugins in your PATH")
    if not flags["name-only"]:
        ctx.print("The following compatible plugins are available:\n")
    for path in found:
        ctx.print(os.path.basename(path) if flags["name-only"] else path)
        if not os.access(path, os.X_OK):
            ctx.error(f"  - warning: {path} identified as a kubectl plugin, but it is not executable\n")
