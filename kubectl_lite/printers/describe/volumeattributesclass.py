"""kubectl describe volumeattributesclass."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer
from kubectl_lite.printers.labels import format_labels


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    w.rows(0, ("Name:", obj["metadata"]["name"]), ("Annotations:", format_labels(obj["metadata"].get("annotations"))),
           ("DriverName:", obj.get("driverName", "")), ("Parameters:", format_labels(obj.get("parameters"))))
    events(w, related, now)
    return w.text()
