"""Columns of priority level configurations: printPriorityLevelConfiguration."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Type", "string", "", 0),
    ("NominalConcurrencyShares", "string", "", 0),
    ("Queues", "string", "", 0),
    ("HandSize", "string", "", 0),
    ("QueueLengthLimit", "string", "", 0),
    ("Age", "string", "", 0),
)
NONE = "<none>"


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    limited = spec.get("limited")
    shares = limited.get("nominalConcurrencyShares", 0) if limited else NONE
    queuing = ((limited or {}).get("limitResponse") or {}).get("queuing")
    queues = [queuing.get(key, 0) for key in ("queues", "handSize", "queueLengthLimit")] if queuing else [NONE] * 3
    return [obj["metadata"]["name"], spec.get("type", ""), shares, *queues, age(obj, now)]
