"""`completion`: the script by which a shell completes kubectl-lite's command lines."""
from __future__ import annotations

from kubectl_lite.cli.errors import UsageError

SHELLS = ("bash", "zsh", "fish", "powershell")


def run(ctx, flags, args):
    if not args:
        raise UsageError(flags.path, "Shell not specified.")
    if len(args) > 1:
        raise UsageError(flags.path, "Too many arguments. Expected only the shell type.")
    if args[0] not in SHELLS:
        raise UsageError(flags.path, f'Unsupported shell type "{args[0]}".')
    from kubectl_lite.cli import typertree
    ctx.print(typertree.script(args[0]))
