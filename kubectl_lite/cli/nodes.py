"""Nodes as cordon, uncordon and drain see them."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, targets
from kubectl_lite.cli.errors import UsageError
from kubectl_lite.machinery.wire import STRATEGIC_PATCH


def find(ctx, flags, args):
    """The nodes named by arguments (`n1`, `node/n1`) or by a selector."""
    if not args and not flags["selector"]:
        raise UsageError(flags.path, f"USAGE: {flags.path} NODE [flags]")
    if args and flags["selector"]:
        raise UsageError(flags.path, "cannot specify both a node name and a --selector option")
    words = ["nodes"] if flags["selector"] else [arg if "/" in arg else f"nodes/{arg}" for arg in args]
    return targets.find(ctx, flags, words, selectors=True, files=False, latest=True)


def set_schedulable(ctx, info, schedulable: bool, strategy: str) -> None:
    """Cordon or uncordon one node and say so."""
    word = "uncordoned" if schedulable else "cordoned"
    if bool(info.obj["spec"].get("unschedulable")) != schedulable:
        ctx.print(f"node/{info.name} already {word}{dryrun.SUFFIX[strategy]}")
        return
    if strategy != dryrun.CLIENT:
        patch = {"spec": {"unschedulable": None if schedulable else True}}
        ctx.client.patch(info.resource, info.name, patch, STRATEGIC_PATCH, "", dryRun=dryrun.query(strategy))
    ctx.print(f"node/{info.name} {word}{dryrun.SUFFIX[strategy]}")
