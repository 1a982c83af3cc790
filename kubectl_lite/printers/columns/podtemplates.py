"""Columns of pod templates: printPodTemplate."""
from __future__ import annotations

from kubectl_lite.printers.labels import format_labels
from kubectl_lite.printers.text import containers_and_images

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Containers", "string", "", 0),
    ("Images", "string", "", 0),
    ("Pod Labels", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    template = obj.get("template") or {}
    return [obj["metadata"]["name"], *containers_and_images(template), format_labels((template.get("metadata") or {}).get("labels"))]
