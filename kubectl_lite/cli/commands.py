"""COMMANDS: which module of cli/verbs runs a command. A table without logic; a command that is missing here is not finished.

The key is the command's path without "kubectl"; the value the module below `kubectl_lite.cli.verbs`, which has
`run(ctx, flags, args) -> int | None` (None counts as 0).
"""
from __future__ import annotations

COMMANDS = {
    "get": "get",
    "describe": "describe",
    "init": "init",
    "reconcile": "reconcile",
    "store": "store",
    "store ls": "store",
    "store get": "store",
    "store check": "store",
    "store compact": "store",
    "store adopt": "store",
    "history": "history",
    "undo": "undo",
    "snapshot": "snapshot",
    "snapshot save": "snapshot",
    "snapshot restore": "snapshot",
}
