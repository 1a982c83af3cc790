"""kubectl describe poddisruptionbudget."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer
from kubectl_lite.printers.labels import format_selector

COUNTS = (("Allowed disruptions", "disruptionsAllowed"), ("Current", "currentHealthy"), ("Desired", "desiredHealthy"), ("Total", "expectedPods"))


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, status, w = obj.get("spec") or {}, obj.get("status") or {}, Writer()
    w.rows(0, ("Name:", obj["metadata"]["name"]), ("Namespace:", obj["metadata"].get("namespace", "")))
    for title, key in (("Min available", "minAvailable"), ("Max unavailable", "maxUnavailable")):
        if spec.get(key) is not None:
            w.field(title, spec[key])
            break
    w.field("Selector", "<unset>" if spec.get("selector") is None else format_selector(spec["selector"]))
    w.line(0, "Status:")
    w.rows(2, *((f"{title}:", status.get(key, 0)) for title, key in COUNTS))
    events(w, related, now)
    return w.text()
