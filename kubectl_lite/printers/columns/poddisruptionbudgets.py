"""Columns of pod disruption budgets: printPodDisruptionBudget."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Min Available", "string", "", 0),
    ("Max Unavailable", "string", "", 0),
    ("Allowed Disruptions", "integer", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    return [obj["metadata"]["name"], str(spec.get("minAvailable", "N/A")), str(spec.get("maxUnavailable", "N/A")),
            status.get("disruptionsAllowed", 0), age(obj, now)]
