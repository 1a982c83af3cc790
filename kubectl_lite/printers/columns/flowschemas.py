"""Columns of flow schemas: printFlowSchema. A list is sorted by precedence."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("PriorityLevel", "string", "", 0),
    ("MatchingPrecedence", "string", "", 0),
    ("DistinguisherMethod", "string", "", 0),
    ("Age", "string", "", 0),
    ("MissingPL", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    method = spec.get("distinguisherMethod")
    dangling = next((c.get("status", "") for c in (obj.get("status") or {}).get("conditions") or () if c.get("type") == "Dangling"), "?")
    return [obj["metadata"]["name"], (spec.get("priorityLevelConfiguration") or {}).get("name", ""), spec.get("matchingPrecedence", 0),
            method.get("type", "") if method else "<none>", age(obj, now), dangling]


def order(objects: list[dict]) -> list[dict]:
    return sorted(objects, key=lambda obj: ((obj.get("spec") or {}).get("matchingPrecedence", 0), obj["metadata"]["name"]))
