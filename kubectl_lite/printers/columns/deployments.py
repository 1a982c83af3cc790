"""Columns of deployments: printDeployment."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.labels import selector_text
from kubectl_lite.printers.text import containers_and_images

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Ready", "string", "", 0),
    ("Up-to-date", "string", "", 0),
    ("Available", "string", "", 0),
    ("Age", "string", "", 0),
    ("Containers", "string", "", 1),
    ("Images", "string", "", 1),
    ("Selector", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    return [obj["metadata"]["name"], f"{status.get('readyReplicas', 0)}/{spec.get('replicas', 0)}", status.get("updatedReplicas", 0),
            status.get("availableReplicas", 0), age(obj, now), *containers_and_images(spec.get("template")), selector_text(spec.get("selector"))]
