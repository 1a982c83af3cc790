"""Columns of resource slices: printResourceSlice."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Node", "string", "", 0),
    ("Driver", "string", "", 0),
    ("Pool", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    return [obj["metadata"]["name"], spec.get("nodeName", ""), spec.get("driver", ""), (spec.get("pool") or {}).get("name", ""), age(obj, now)]
