"""Columns of resource quotas: printResourceQuota, requests apart from limits."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Request", "string", "", 0),
    ("Limit", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    status = obj.get("status") or {}
    hard, used = status.get("hard") or {}, status.get("used") or {}
    columns: tuple[list, list] = ([], [])
    for name in sorted(hard):
        columns[name.startswith("limits.")].append(f"{name}: {used.get(name, '0')}/{hard[name]}")
    return [obj["metadata"]["name"], ", ".join(columns[0]), ", ".join(columns[1]), age(obj, now)]
