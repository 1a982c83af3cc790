"""kubectl describe priorityclass."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.volumes import go_bool
from kubectl_lite.printers.describe.writer import Writer
from kubectl_lite.printers.labels import format_labels


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    w.rows(0, ("Name:", obj["metadata"]["name"]), ("Value:", obj.get("value", 0)), ("GlobalDefault:", go_bool(obj.get("globalDefault"))),
           ("PreemptionPolicy:", obj.get("preemptionPolicy", "")), ("Description:", obj.get("description", "")),
           ("Annotations:", format_labels(obj["metadata"].get("annotations"))))
    events(w, related, now)
    return w.text()
