"""Columns of API services: those of kube-aggregator's registry."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Service", "string", "", 0),
    ("Available", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    service = (obj.get("spec") or {}).get("service")
    return [obj["metadata"]["name"], f"{service.get('namespace', '')}/{service.get('name', '')}" if service else "Local", _available(obj), age(obj, now)]


def _available(obj: dict) -> str:
    for condition in (obj.get("status") or {}).get("conditions") or ():
        if condition.get("type") == "Available":
            return "True" if condition.get("status") == "True" else f"{condition.get('status', '')} ({condition.get('reason', '')})"
    return "Unknown"
