"""kubectl describe servicecidr."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.namespace import conditions
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    listed, w = (obj.get("status") or {}).get("conditions"), Writer()
    head(w, obj, namespaced=False)
    w.field("CIDRs", ", ".join((obj.get("spec") or {}).get("cidrs") or ()))
    if listed:
        w.line(0, "Status:")
        conditions(w, listed)
    events(w, related, now)
    return w.text()
