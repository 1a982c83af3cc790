"""The commands and flags that are ours, and what kubectl's list does not say about its own. Written by hand; same notation as flagtable.py.

Owns the merged view: which commands exist, their aliases, and the flags of one command.
"""
from __future__ import annotations

from kubectl_lite.cli import flagtable

GLOBAL = """help|h|bool|false|true
v|v|level|0|
vmodule||string||
log-flush-frequency||duration|5s|
state||string||
store||string||
etcd-cafile||string||
etcd-certfile||string||
etcd-keyfile||string||
etcd-user||string||
trace||bool|false|true"""

COMMANDS = {
    "init": ("", "init [--nodes=N] [--node-cpu=CPU] [--node-memory=MEMORY]", """nodes||int|3|
node-cpu||string|4|
node-memory||string|32Gi|
node-pods||int|110|"""),
    "reconcile": ("", "reconcile [--max-rounds=N]", """max-rounds||int|0|
quiet|q|bool|false|true"""),
    "store": ("", "store SUBCOMMAND", ""),
    "store ls": ("list", "ls [PREFIX]", "recursive|R|bool|false|true"),
    "store get": ("", "get KEY", "revision||int64|0|"),
    "store check": ("", "check", ""),
    "store compact": ("", "compact [--keep=N]", "keep||int64|0|"),
    "store adopt": ("", "adopt [--discard]", "discard||bool|false|true"),
    "history": ("", "history TYPE NAME | TYPE/NAME", """output|o|string||
limit||int|0|
show-managed-fields||bool|false|true"""),
    "undo": ("", "undo [TYPE NAME | TYPE/NAME] [--to=REVISION]", """to||int64|0|
dry-run||string|none|unchanged"""),
    "snapshot": ("", "snapshot SUBCOMMAND", ""),
    "snapshot save": ("", "save FILE", ""),
    "snapshot restore": ("", "restore FILE", "force||bool|false|true"),
    "help": ("", "help [command]", ""),
}

# Flags we add to kubectl's commands.
EXTRA = {
    "get": "at||string||",
    "describe": "at||string||",
}

# cobra's MarkFlagRequired: reported before anything else is looked at.
REQUIRED = {
    "autoscale": ("max",),
    "create clusterrolebinding": ("clusterrole",),
    "create cronjob": ("image", "schedule"),
    "create deployment": ("image",),
    "create service externalname": ("external-name",),
    "kuberc set": ("section",),
    "run": ("image",),
    "scale": ("replicas",),
}

# pflag's MarkDeprecated: used flags say so on stderr. "" stands for every command.
DEPRECATED = {
    ("", "record"): "--record will be removed in the future",
    ("kustomize", "reorder"): "use the new 'sortOptions' field in kustomization.yaml instead.",
    ("kustomize", "enable-managedby-label"): "The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the "
                                             "`buildMetadata` field instead.",
    ("autoscale", "cpu-percent"): "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
}


def command(path: str):
    """(aliases, use line, flags) of a command path, or None."""
    return flagtable.COMMANDS.get(path) or COMMANDS.get(path)


def children(path: str) -> list[str]:
    """The names of the direct subcommands of a path ("" is kubectl itself), sorted as kubectl lists them."""
    prefix = path + " " if path else ""
    names = {key[len(prefix):] for table in (flagtable.COMMANDS, COMMANDS) for key in table if key.startswith(prefix)}
    return sorted(name for name in names if " " not in name)


def child(path: str, name: str) -> str | None:
    """The path of the subcommand that `name` (or one of its aliases) names below `path`."""
    full = f"{path} {name}" if path else name
    if " " in name or not name:
        return None
    if command(full):
        return full
    for other in children(path):
        full = f"{path} {other}" if path else other
        if name in command(full)[0].split():
            return full
    return None


def flag_rows(path: str) -> list[tuple]:
    """(row, own) of the flags a command knows, a row being [name, shorthand, type, default, no-argument value]; its own before the global ones."""
    entry = command(path)
    texts = ((entry[2] if entry else "", True), (EXTRA.get(path, ""), True), (flagtable.GLOBAL, False), (GLOBAL, False))
    return [(line.split("|"), own) for text, own in texts if text for line in text.split("\n")]
