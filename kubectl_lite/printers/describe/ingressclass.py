"""kubectl describe ingressclass."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, w = obj.get("spec") or {}, Writer()
    head(w, obj, namespaced=False)
    w.field("Controller", spec.get("controller", ""))
    parameters = spec.get("parameters")
    if parameters is not None:
        w.line(0, "Parameters:")
        if parameters.get("apiGroup") is not None:
            w.field("APIGroup", parameters["apiGroup"], 1)
        w.rows(1, ("Kind:", parameters.get("kind", "")), ("Name:", parameters.get("name", "")))
    events(w, related, now)
    return w.text()
