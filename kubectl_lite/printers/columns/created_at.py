"""Columns of kinds that have none of their own: the default table convertor's name and creation time."""
from __future__ import annotations

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Created At", "date", "", 0),
)


def cells(obj: dict, now: float) -> list:
    meta = obj["metadata"]
    return [meta.get("name", ""), meta.get("creationTimestamp")]  # reviews have no name
