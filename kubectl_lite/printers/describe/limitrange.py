"""kubectl describe limitrange."""
from __future__ import annotations

from kubectl_lite.printers.describe.quotas import LIMIT_HEADS, LIMIT_RULES, limits
from kubectl_lite.printers.describe.writer import Writer


def related(obj: dict) -> dict:
    return {}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    w.rows(0, ("Name:", obj["metadata"]["name"]), ("Namespace:", obj["metadata"].get("namespace", "")), LIMIT_HEADS, LIMIT_RULES, *limits(obj))
    return w.text()
