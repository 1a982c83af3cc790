"""`cordon` and `uncordon`."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, nodes, targets


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    found = nodes.find(ctx, flags, args)
    targets.visit(found, lambda info: nodes.set_schedulable(ctx, info, flags.path == "uncordon", strategy))
