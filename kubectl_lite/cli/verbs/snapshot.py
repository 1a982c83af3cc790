"""snapshot: the whole cluster in one file, and back."""
from __future__ import annotations

import os

from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args) -> int:
    """`snapshot save FILE` and `snapshot restore FILE [--force]`."""
    if flags.path == "snapshot":
        from kubectl_lite.cli import help
        return help.show_group(ctx, flags.path, args)
    if len(args) != 1:
        raise CommandError(f"expected one FILE, got {len(args)} arguments")
    return (_save if flags.path == "snapshot save" else _restore)(ctx, flags, args[0])


def _save(ctx, flags, file) -> int:
    revision, count = ctx.cluster.upkeep.save(file)
    ctx.print(f"{file}: {count} key{'' if count == 1 else 's'} at revision {revision}, {os.path.getsize(file)} bytes")
    return 0


def _restore(ctx, flags, file) -> int:
    cluster = ctx.empty_cluster()
    if cluster.founded and not flags["force"]:
        raise CommandError(f"{ctx.state_name} already holds a cluster (revision {cluster.store.revision()}): name an empty directory with --state, "
                           "or say --force to make it what the snapshot says (as a new revision)")
    revision, count = cluster.upkeep.restore(file, "admin")
    ctx.print(f"{ctx.state_name}: revision {revision}, {count} key{'' if count == 1 else 's'} written")
    return 0
