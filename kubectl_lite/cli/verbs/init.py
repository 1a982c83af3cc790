"""init: make a new cluster in the state directory, with simulated nodes."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args) -> int:
    """Bootstrap an empty state directory; refuse one that is a cluster already."""
    if args:
        raise CommandError(f"unexpected arguments: {args}")
    if flags["nodes"] < 0:
        raise CommandError(f"--nodes={flags['nodes']}: must not be negative")
    for name in ("node-cpu", "node-memory"):
        _check_quantity(name, flags[name])
    cluster = ctx.empty_cluster()
    if not cluster.bootstrap(flags["nodes"], flags["node-cpu"], flags["node-memory"], flags["node-pods"]):
        raise CommandError(f"{ctx.state_name} already holds a cluster (revision {cluster.store.revision()}); name another directory with --state")
    ctx.print(f"cluster with {flags['nodes']} node{'' if flags['nodes'] == 1 else 's'} created in {ctx.state_name}")
    return 0


def _check_quantity(name, text):
    from kubectl_lite.machinery import quantity
    try:
        quantity.parse(text)
    except quantity.QuantityError as e:
        raise CommandError(f"--{name}={text}: {e}") from None
