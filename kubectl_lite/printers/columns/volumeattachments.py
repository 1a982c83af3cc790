"""Columns of volume attachments: printVolumeAttachment."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Attacher", "string", "name", 0),
    ("PV", "string", "", 0),
    ("Node", "string", "", 0),
    ("Attached", "boolean", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    return [obj["metadata"]["name"], spec.get("attacher", ""), (spec.get("source") or {}).get("persistentVolumeName", ""),
            spec.get("nodeName", ""), (obj.get("status") or {}).get("attached", False), age(obj, now)]
