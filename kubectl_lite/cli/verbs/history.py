"""history: what the store remembers of an object (or of all): when, who, which verb, and what changed."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError

_SHOWN, _WIDTH = 4, 40  # changes named in a row, and how much of a value


def run(ctx, flags, args) -> int:
    """A row for each change, oldest first; `-o json` for programs; -o wide names every change."""
    if flags["output"] not in ("", "wide", "json"):
        raise CommandError(f"--output={flags['output']}: expected wide or json")
    key, upkeep = key_of(ctx, args), ctx.cluster.upkeep
    if flags["limit"] < 0:
        raise CommandError(f"--limit={flags['limit']}: must not be negative")
    changes = upkeep.history(key, flags["limit"])
    if not changes and key:
        raise CommandError(f"the store remembers nothing of {' '.join(args)}")
    if not changes and flags["output"] != "json":
        ctx.error(f"No changes since revision {ctx.cluster.store.oldest()}, the oldest that the store remembers.\n")
        return 0
    rows = [(change, _paths(upkeep.changed(change), flags["show-managed-fields"])) for change in changes]
    if flags["output"] == "json":
        return _json(ctx, rows)
    _table(ctx, rows, bool(key), flags["output"] == "wide")
    return 0


def key_of(ctx, args: list) -> str:
    """The storage key of TYPE NAME or TYPE/NAME; "" without arguments."""
    if not args:
        return ""
    kind, _, name = args[0].partition("/")
    if len(args) + bool(name) != 2 or not kind:
        raise CommandError(f"expected TYPE/NAME or TYPE NAME, got {' '.join(args)!r}")
    from kubectl_lite.client.mapper import NoResource
    try:
        resource = ctx.client.mapper.find(kind)
    except NoResource as error:
        raise CommandError(str(error)) from None
    return ctx.cluster.upkeep.key(resource, ctx.namespace, name or args[1])


def name_of(key: str, value: dict) -> str:
    """How a row names an object: kind[.group]/[namespace/]name."""
    metadata, group = value.get("metadata", {}), str(value.get("apiVersion", "")).rpartition("/")[0]
    kind = str(value.get("kind", "")).lower() + (f".{group}" if group else "")
    name = metadata.get("name", key.rpartition("/")[2])
    return f"{kind}/{metadata['namespace']}/{name}" if metadata.get("namespace") else f"{kind}/{name}"


def _paths(changes, managed):
    return [change for change in changes if managed or change[0][:2] != ("metadata", "managedFields")]


def _table(ctx, rows, single, wide):
    from kubectl_lite.printers import reports
    head = ["REVISION", "TIME", "USER", "VERB"] + ([] if single else ["OBJECT"]) + ["CHANGE"]
    ctx.write(reports.table(head, [_row(change, paths, single, wide) for change, paths in rows]))


def _row(change, paths, single, wide):
    note = change.note
    cells = [str(change.revision), note.get("time", "<unknown>")[:19].replace("T", " "), note.get("user", "<unknown>"), note.get("verb", change.type)]
    value = change.event.value or change.event.previous.value
    return cells + ([] if single else [name_of(change.key, value)]) + [_summary(change, paths, wide)]


def _summary(change, paths, wide):
    if change.type != "update":
        return {"create": "created", "delete": "deleted"}[change.type]
    shown = paths if wide else paths[:_SHOWN]
    more = f" (and {len(paths) - len(shown)} more)" if len(paths) > len(shown) else ""
    return (", ".join(_change(*one) for one in shown) or "metadata.managedFields") + more


def _change(path, old, new):
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    if old is None:
        return f"{where}: {_short(new)}"
    if new is None:
        return f"{where} removed"
    return f"{where}: {_short(old)} -> {_short(new)}"


def _short(value):
    import json
    text = value if isinstance(value, str) and value and "\n" not in value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else text[:_WIDTH - 3] + "..."


def _json(ctx, rows):
    import json
    items = [{"revision": change.revision, "key": change.key, "type": change.type, **change.note,
              "changes": [{"path": list(path), "old": old, "new": new} for path, old, new in paths]} for change, paths in rows]
    ctx.print(json.dumps(items, indent=2, ensure_ascii=False))
    return 0
