"""The events at the end of a description: kubectl's DescribeEvents."""
from __future__ import annotations

from kubectl_lite.printers.ages import since
from kubectl_lite.printers.describe.fetching import items
from kubectl_lite.printers.describe.writer import Writer


def events(w: Writer, related: dict, now: float) -> None:
    """The table of the events in related["events"], oldest first; nothing when they were not asked for."""
    if "events" not in related:
        return
    found = items(related["events"]) + items(related.get("events by name"))
    if not found:
        w.field("Events", "<none>")
        return
    w.flush()
    w.write(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage\n")
    w.rows(1, ("----", "------", "----", "----", "-------"), *(_row(event, now) for event in sorted(found, key=_last)))


def _last(event: dict) -> str:
    return event.get("lastTimestamp") or ""


def _row(event: dict, now: float) -> tuple:
    message, path = event.get("message", "").strip(), (event.get("involvedObject") or {}).get("fieldPath")
    return (event.get("type", ""), event.get("reason", ""), interval(event, now),
            (event.get("source") or {}).get("component") or event.get("reportingComponent", ""), f"{path}: {message}" if path else message)


def interval(event: dict, now: float) -> str:
    """How long ago an event was seen, and how often over what time."""
    first = since(event.get("eventTime") or event.get("firstTimestamp"), now)
    series = event.get("series")
    if series:
        return f"{since(series.get('lastObservedTime'), now)} (x{series.get('count', 0)} over {first})"
    if (event.get("count") or 0) > 1:
        return f"{since(event.get('lastTimestamp'), now)} (x{event['count']} over {first})"
    return first
