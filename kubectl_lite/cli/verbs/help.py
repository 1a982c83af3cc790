"""`help [command]`."""
from __future__ import annotations

from kubectl_lite.cli import flags as flag_parser, help as help_text


def run(ctx, flags, args):
    path, rest = flag_parser.find_command(args)
    if rest:
        topics = " ".join(f"`{word}`" for word in rest)
        ctx.error(f"Unknown help topic [{topics}]\n")
    return help_text.show(ctx, path)
