"""Columns of events of both groups: printEvent. An event of events.k8s.io names the same fields differently."""
from __future__ import annotations

from kubectl_lite.printers.ages import since

COLUMNS = (
    ("Last Seen", "string", "", 0),
    ("Type", "string", "", 0),
    ("Reason", "string", "", 0),
    ("Object", "string", "", 0),
    ("Subobject", "string", "", 1),
    ("Source", "string", "", 1),
    ("Message", "string", "", 0),
    ("First Seen", "string", "", 1),
    ("Count", "string", "", 1),
    ("Name", "string", "name", 1),
)


def cells(obj: dict, now: float) -> list:
    event = obj if "involvedObject" in obj or "regarding" not in obj and "note" not in obj else _core(obj)
    involved, series = event.get("involvedObject") or {}, event.get("series")
    first = since(event.get("firstTimestamp") or event.get("eventTime"), now)
    last = since(event["lastTimestamp"], now) if event.get("lastTimestamp") else first
    count = event.get("count") or 1
    if series:
        last, count = since(series.get("lastObservedTime"), now), series.get("count", 0)
    return [last, event.get("type", ""), event.get("reason", ""), _target(involved), involved.get("fieldPath", ""), _source(event),
            event.get("message", "").strip(), first, count, obj["metadata"]["name"]]


def _core(obj: dict) -> dict:
    return {**obj, "involvedObject": obj.get("regarding"), "message": obj.get("note") or "", "source": obj.get("deprecatedSource"),
            "firstTimestamp": obj.get("deprecatedFirstTimestamp"), "lastTimestamp": obj.get("deprecatedLastTimestamp"),
            "count": obj.get("deprecatedCount"), "reportingComponent": obj.get("reportingController")}


def _target(involved: dict) -> str:
    kind, name = involved.get("kind", "").lower(), involved.get("name")
    return f"{kind}/{name}" if name else kind


def _source(event: dict) -> str:
    source = event.get("source") or {}
    component = source.get("component") or event.get("reportingComponent") or ""
    instance = source.get("host") or event.get("reportingInstance")
    return f"{component}, {instance}" if instance else component
