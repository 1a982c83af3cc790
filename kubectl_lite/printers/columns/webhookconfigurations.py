"""Columns of webhook configurations, validating and mutating: print{Validating,Mutating}Webhook."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Webhooks", "integer", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], len(obj.get("webhooks") or ()), age(obj, now)]
