"""Columns of replica sets: printReplicaSet."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.labels import format_selector
from kubectl_lite.printers.text import containers_and_images

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Desired", "integer", "", 0),
    ("Current", "integer", "", 0),
    ("Ready", "integer", "", 0),
    ("Age", "string", "", 0),
    ("Containers", "string", "", 1),
    ("Images", "string", "", 1),
    ("Selector", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    return [obj["metadata"]["name"], spec.get("replicas", 0), status.get("replicas", 0), status.get("readyReplicas", 0), age(obj, now),
            *containers_and_images(spec.get("template")), format_selector(spec.get("selector"))]
