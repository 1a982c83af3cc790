"""`events`: the events of a namespace or about one object, oldest first."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, PlainError
from kubectl_lite.client.mapper import NoResource
from kubectl_lite.machinery import gosort

EVENTS = ("", "events")
TYPES = ("normal", "warning")
HEADER = ("LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE")


def run(ctx, flags, args):
    selector = _about(ctx, flags["for"])
    printer = _printer(flags)
    wanted = {text.lower() for text in flags["types"]}
    if not wanted <= set(TYPES):
        raise CommandError("valid --types are Normal or Warning")
    namespace = "" if flags["all-namespaces"] else ctx.namespace
    if flags["watch"]:
        return _watch(ctx, flags, namespace, selector, wanted, printer)
    listed = ctx.client.list(EVENTS, namespace, field_selector=selector)
    found = [event for event in listed["items"] if _is_wanted(event, wanted)]
    gosort.sort(found, lambda a, b: _time(a) < _time(b))
    if found:
        ctx.write(printer({"kind": "EventList", "apiVersion": "v1", "metadata": {}, "items": found}) if printer
                  else _table(ctx, flags, found, not flags["no-headers"]))
    else:
        ctx.error("No events found.\n" if flags["all-namespaces"] else f"No events found in {ctx.namespace} namespace.\n")


def _about(ctx, text: str) -> str:
    """The field selector of --for."""
    if not text:
        return ""
    resource, slash, name = text.partition("/")
    if not slash:
        raise CommandError("--for must be in resource/name form")
    if "/" in name:
        raise CommandError("arguments in resource/name form may not have more than one slash")
    try:
        row = ctx.client.mapper.find(resource)
    except NoResource as e:
        raise PlainError(str(e)) from None
    return f"involvedObject.kind={row.kind},involvedObject.apiVersion={row.api_version},involvedObject.name={name}" if name else ""


def _printer(flags):
    if not flags["output"] and not flags["template"]:
        return None
    from kubectl_lite.printers import formats
    return formats.printer(flags["output"] or "go-template", flags, typed=True)


def _is_wanted(event: dict, wanted: set) -> bool:
    return not wanted or event.get("type", "").lower() in wanted


def _time(event: dict) -> str:
    """When an event was last seen; RFC 3339 texts in UTC sort as times do."""
    series = event.get("series") or {}
    return (series.get("lastObservedTime") or event.get("lastTimestamp") or event.get("eventTime") or "").removesuffix("Z")


def _table(ctx, flags, events: list[dict], headers: bool) -> str:
    from kubectl_lite.printers import tabwriter
    rows = [HEADER] * headers + [_row(event, ctx.env.now()) for event in events]
    if flags["all-namespaces"]:
        spaces = ["NAMESPACE"] * headers + [event["metadata"].get("namespace", "") for event in events]
        rows = [(space, *row) for space, row in zip(spaces, rows)]
    return tabwriter.align("".join("\t".join(row) + "\n" for row in rows), minwidth=6, padding=3)


def _row(event: dict, now: float) -> tuple:
    from kubectl_lite.printers.describe.events import interval
    involved = event.get("involvedObject") or {}
    return (interval(event, now), event.get("type", ""), event.get("reason", ""), f"{involved.get('kind', '')}/{involved.get('name', '')}",
            event.get("message", "").strip())


def _watch(ctx, flags, namespace: str, selector: str, wanted: set, printer) -> None:
    """Print events as they come, until the stream ends or the user stops it."""
    from kubectl_lite.cli import following
    headers = not flags["no-headers"]
    for change in following.events(ctx, ctx.client.watch(EVENTS, namespace, field_selector=selector)):
        event = change["object"]
        if change["type"] in ("ADDED", "MODIFIED") and _is_wanted(event, wanted):
            ctx.write(printer(event) if printer else _table(ctx, flags, [event], headers))
            ctx.flush()
            headers = False
