"""Columns of network policies: printNetworkPolicy."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.labels import format_selector

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Pod-Selector", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], format_selector((obj.get("spec") or {}).get("podSelector")), age(obj, now)]
