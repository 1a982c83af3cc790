"""Columns of priority classes: printPriorityClass."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Value", "integer", "", 0),
    ("Global-Default", "boolean", "", 0),
    ("Age", "string", "", 0),
    ("PreemptionPolicy", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], obj.get("value", 0), obj.get("globalDefault", False), age(obj, now), obj.get("preemptionPolicy", "")]
