"""Columns of component statuses: printComponentStatus."""
from __future__ import annotations

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Status", "string", "", 0),
    ("Message", "string", "", 0),
    ("Error", "string", "", 0),
)
HEALTH = {"True": "Healthy"}


def cells(obj: dict, now: float) -> list:
    for condition in obj.get("conditions") or ():
        if condition.get("type") == "Healthy":
            return [obj["metadata"]["name"], HEALTH.get(condition.get("status"), "Unhealthy"),
                    condition.get("message", ""), condition.get("error", "")]
    return [obj["metadata"]["name"], "Unknown", "", ""]
