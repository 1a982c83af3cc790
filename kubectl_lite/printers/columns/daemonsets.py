"""Columns of daemon sets: printDaemonSet."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.labels import format_labels, format_selector
from kubectl_lite.printers.text import containers_and_images

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Desired", "integer", "", 0),
    ("Current", "integer", "", 0),
    ("Ready", "integer", "", 0),
    ("Up-to-date", "integer", "", 0),
    ("Available", "integer", "", 0),
    ("Node Selector", "string", "", 0),
    ("Age", "string", "", 0),
    ("Containers", "string", "", 1),
    ("Images", "string", "", 1),
    ("Selector", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    template = spec.get("template") or {}
    return [obj["metadata"]["name"], status.get("desiredNumberScheduled", 0), status.get("currentNumberScheduled", 0),
            status.get("numberReady", 0), status.get("updatedNumberScheduled", 0), status.get("numberAvailable", 0),
            format_labels((template.get("spec") or {}).get("nodeSelector")), age(obj, now),
            *containers_and_images(template), format_selector(spec.get("selector"))]
