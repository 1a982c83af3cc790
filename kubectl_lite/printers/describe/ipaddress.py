"""kubectl describe ipaddress."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    parent, w = (obj.get("spec") or {}).get("parentRef"), Writer()
    head(w, obj, namespaced=False)
    if parent is not None:
        w.line(0, "Parent Reference:")
        w.rows(1, *((f"{key.capitalize()}:", parent.get(key, "")) for key in ("group", "resource", "namespace", "name")))
    events(w, related, now)
    return w.text()
