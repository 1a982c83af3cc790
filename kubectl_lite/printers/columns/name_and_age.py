"""Columns of kinds that show only name and age: device classes, resource claim templates."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], age(obj, now)]
