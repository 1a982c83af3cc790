"""Columns of volume attributes classes: printVolumeAttributesClass."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("DriverName", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], obj.get("driverName", ""), age(obj, now)]
