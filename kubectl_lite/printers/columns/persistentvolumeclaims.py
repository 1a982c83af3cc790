"""Columns of persistent volume claims: printPersistentVolumeClaim."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.storage import access_modes, storage_class

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Status", "string", "", 0),
    ("Volume", "string", "", 0),
    ("Capacity", "string", "", 0),
    ("Access Modes", "string", "", 0),
    ("StorageClass", "string", "", 0),
    ("VolumeAttributesClass", "string", "", 0),
    ("Age", "string", "", 0),
    ("VolumeMode", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status, meta = obj.get("spec") or {}, obj.get("status") or {}, obj["metadata"]
    volume, capacity, modes = spec.get("volumeName", ""), "", ""
    if volume:
        capacity = (status.get("capacity") or {}).get("storage", "0")
        modes = access_modes(status.get("accessModes"))
    return [meta["name"], "Terminating" if meta.get("deletionTimestamp") else status.get("phase", ""), volume, capacity, modes,
            storage_class(obj), spec.get("volumeAttributesClassName", "<unset>"), age(obj, now), spec.get("volumeMode", "<unset>")]
