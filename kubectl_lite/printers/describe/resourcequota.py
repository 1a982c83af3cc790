"""kubectl describe resourcequota."""
from __future__ import annotations

from kubectl_lite.printers.describe.quotas import amounts, in_format_of, scopes
from kubectl_lite.printers.describe.writer import Writer


def related(obj: dict) -> dict:
    return {}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    w.rows(0, ("Name:", obj["metadata"]["name"]), ("Namespace:", obj["metadata"].get("namespace", "")))
    scopes(w, obj, 0, " * ")
    w.rows(0, ("Resource", "Used", "Hard"), ("--------", "----", "----"),
           *((name, in_format_of(used, hard), hard) for name, used, hard in amounts(obj)))
    return w.text()
