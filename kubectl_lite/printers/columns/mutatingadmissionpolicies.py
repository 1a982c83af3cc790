"""Columns of mutating admission policies: printMutatingAdmissionPolicy."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.text import param_kind

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Mutations", "integer", "", 0),
    ("ParamKind", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], len((obj.get("spec") or {}).get("mutations") or ()), param_kind(obj), age(obj, now)]
