"""`plugin list`: the programs on PATH that are plugins, and what is wrong with them."""
from __future__ import annotations

import os

from kubectl_lite.cli import flags as flag_parser, plugins
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    found = plugins.found(ctx)
    if not found:
        raise CommandError("unable to find any kubectl plugins in your PATH")
    ctx.print("The following compatible plugins are available:\n")
    seen: dict[str, str] = {}
    warnings = 0
    for path in found:
        ctx.print(os.path.basename(path) if flags["name-only"] else path)
        for problem in _problems(path, seen):
            ctx.error(f"  - {problem}\n")
            warnings += 1
        seen.setdefault(os.path.basename(path), path)
    if warnings:
        raise CommandError("one plugin warning was found" if warnings == 1 else f"{warnings} plugin warnings were found")


def _problems(path: str, seen: dict):
    """What kubectl warns of: a name that a command has, no permission, a plugin of that name before this one (CommandOverrideVerifier)."""
    name = os.path.basename(path)
    command = flag_parser.find_command(name.split("-")[1:])[0]
    if command:
        yield f"warning: {name} overwrites existing command: \"kubectl {command}\""
    if not os.access(path, os.X_OK):
        yield f"warning: {path} identified as a kubectl plugin, but it is not executable"
    if name in seen:
        yield f"warning: {path} is overshadowed by a similarly named plugin: {seen[name]}"
