"""PrioritySort: higher priority first, then who has waited longer."""
from __future__ import annotations

NAME = "PrioritySort"


def sort_key(pod):
    meta = pod["metadata"]
    return -pod["spec"].get("priority", 0), meta["creationTimestamp"], int(meta["resourceVersion"]), meta["namespace"], meta["name"]
