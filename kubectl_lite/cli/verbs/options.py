"""`options`: the flags that every command takes."""
from __future__ import annotations

from kubectl_lite.cli import flagtable, help, ownflags


def run(ctx, flags, args):
    rows = [line.split("|") for text in (flagtable.GLOBAL, ownflags.GLOBAL) for line in text.split("\n")]
    ctx.print("The following options can be passed to any command:\n")
    ctx.print(help.option_text(sorted(row for row in rows if row[0] != "help")))
