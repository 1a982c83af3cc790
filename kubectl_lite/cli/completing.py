"""What shells offer: commands and flags from the tree, resource types and object names from the cluster, values of some flags."""
from __future__ import annotations

import os

# commands whose arguments are resource types and names
RESOURCES = ("get", "describe", "delete", "label", "annotate", "patch", "edit", "scale", "expose", "autoscale", "wait", "explain", "history", "undo",
             "set image", "set env", "set resources", "rollout status", "rollout history", "rollout undo", "rollout pause", "rollout resume",
             "rollout restart")
FIXED = {"cordon": "nodes", "uncordon": "nodes", "drain": "nodes", "logs": "pods", "exec": "pods", "attach": "pods"}


def answer(ctx) -> int:
    """Print what may come next, in the way the shell's script wants it."""
    from kubectl_lite.cli import typertree
    try:
        typertree.app(ctx)(args=[], prog_name=typertree.PROGRAM)
    except SystemExit as e:
        return int(e.code or 0)
    return 0


def arguments(ctx, path: str, incomplete: str) -> list[str]:
    """Types, or names of the type that was given; nothing where the cluster cannot be asked."""
    return _offered(incomplete, lambda: _candidates(ctx, path, _read(ctx, path, incomplete)))


def values(ctx, path: str, flag: str, incomplete: str) -> list[str]:
    """What may stand behind one of the flags of VALUES."""
    def candidates():
        _read(ctx, path, incomplete, waiting=True)
        return VALUES[flag](ctx)
    return _offered(incomplete, candidates)


def _offered(incomplete, candidates):
    try:
        return [c for c in candidates() if c.startswith(incomplete)]
    except Exception:  # a completion that fails offers nothing
        return []


def _read(ctx, path, incomplete, waiting=False):
    """Let the flags that were typed count; the arguments. `waiting`: the last word is a flag that has no value yet."""
    from kubectl_lite.cli import flags as flag_parser
    words = os.environ.get("COMP_WORDS", os.environ.get("_TYPER_COMPLETE_ARGS", "")).split()[1:]
    if incomplete and words and words[-1] == incomplete:
        words.pop()
    if waiting and words:
        words.pop()
    parsed, args = flag_parser.parse(path, flag_parser.find_command(words)[1])
    ctx.use(parsed)
    return args


def _candidates(ctx, path, args):
    if path in FIXED:
        return _names(ctx, FIXED[path])
    if path not in RESOURCES:
        return []
    return _names(ctx, args[0]) if args else sorted({r.name for r in ctx.client.mapper.preferred() if r.verbs})


def _names(ctx, text):
    row = ctx.client.mapper.find(text)
    return [o["metadata"]["name"] for o in ctx.client.list(row, ctx.namespace if row.namespaced else "")["items"]]


def _entries(kind):
    return lambda ctx: [entry["name"] for entry in ctx.kubeconfig.merged.get(kind) or ()]


VALUES = {"namespace": lambda ctx: _names(ctx, "namespaces"), "context": _entries("contexts"), "cluster": _entries("clusters"), "user": _entries("users")}
