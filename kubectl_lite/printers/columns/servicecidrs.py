"""Columns of service CIDRs: printServiceCIDR."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("CIDRs", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], ",".join((obj.get("spec") or {}).get("cidrs") or ()), age(obj, now)]
