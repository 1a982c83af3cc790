"""Columns of resource claims: printResourceClaim."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("State", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], ",".join(_states(obj)), age(obj, now)]


def _states(obj: dict) -> list[str]:
    status, deleted = obj.get("status") or {}, bool(obj["metadata"].get("deletionTimestamp"))
    states = ["deleted"] if deleted else []
    if status.get("allocation") is None:
        return states or ["pending"]
    return states + ["allocated"] + (["reserved"] if status.get("reservedFor") else [])
