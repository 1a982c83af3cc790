"""undo: brings the cluster, or one object, back to an older revision, as a new revision."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.verbs.history import key_of, name_of


def run(ctx, flags, args) -> int:
    """Without --to: back to before the last change (of the object, or of all)."""
    if flags["to"] < 0:
        raise CommandError(f"--to={flags['to']}: expected a revision")
    key, upkeep, store = key_of(ctx, args), ctx.cluster.upkeep, ctx.cluster.store
    revision, operations = upkeep.going_back(key, flags["to"])
    if not revision and key and not upkeep.history(key, 1):
        raise CommandError(f"the store remembers no change of {' '.join(args)}")
    if not operations:
        ctx.print("nothing to undo" if not flags["to"] else f"nothing has changed since revision {flags['to']}")
        return 0
    lines = [_line(store, operation) for operation in operations]
    dry = _dry_run(flags)
    if not dry:
        now = upkeep.go_back(operations, "admin", " ".join(["undo", *args, f"--to {revision}"]), alone=bool(key))
    for line in lines:
        ctx.print(line + (" (dry run)" if dry else ""))
    if not dry:
        ctx.print(f"revision {now}: {'as' if key else 'the cluster as'} it was at revision {revision}")
    return 0


def _dry_run(flags) -> bool:
    if flags["dry-run"] not in ("none", "client", "server", "unchanged"):
        raise CommandError(f'Invalid dry-run value ({flags["dry-run"]}). Must be "none", "server", or "client".')
    return flags["dry-run"] != "none"


def _line(store, operation):
    value = getattr(operation, "value", None)
    if value is None:
        return f"{name_of(operation.key, store.get(operation.key).value)} removed"
    return f"{name_of(operation.key, value)} {'changed back' if operation.expected else 'restored'}"
