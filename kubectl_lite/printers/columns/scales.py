"""Columns of the scale subresource: printScale."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Desired", "integer", "", 0),
    ("Available", "integer", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], (obj.get("spec") or {}).get("replicas", 0), (obj.get("status") or {}).get("replicas", 0), age(obj, now)]
