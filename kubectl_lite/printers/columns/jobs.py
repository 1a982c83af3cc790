"""Columns of jobs: printJob."""
from __future__ import annotations

from kubectl_lite.printers.ages import age, between, since
from kubectl_lite.printers.labels import format_selector
from kubectl_lite.printers.text import containers_and_images

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Status", "string", "", 0),
    ("Completions", "string", "", 0),
    ("Duration", "string", "", 0),
    ("Age", "string", "", 0),
    ("Containers", "string", "", 1),
    ("Images", "string", "", 1),
    ("Selector", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    return [obj["metadata"]["name"], _state(obj, status), _completions(spec, status), _duration(status, now), age(obj, now),
            *containers_and_images(spec.get("template")), format_selector(spec.get("selector"))]


def _state(obj: dict, status: dict) -> str:
    found = {c["type"]: c.get("status") == "True" for c in reversed(status.get("conditions") or ())}
    for type_ in ("Complete", "Failed"):
        if found.get(type_):
            return type_
    if obj["metadata"].get("deletionTimestamp"):
        return "Terminating"
    return next((type_ for type_ in ("Suspended", "FailureTarget", "SuccessCriteriaMet") if found.get(type_)), "Running")


def _completions(spec: dict, status: dict) -> str:
    succeeded, parallelism = status.get("succeeded", 0), spec.get("parallelism") or 0
    if spec.get("completions") is not None:
        return f"{succeeded}/{spec['completions']}"
    return f"{succeeded}/1 of {parallelism}" if parallelism > 1 else f"{succeeded}/1"


def _duration(status: dict, now: float) -> str:
    start, end = status.get("startTime"), status.get("completionTime")
    if not start:
        return ""
    return between(start, end) if end else since(start, now)
