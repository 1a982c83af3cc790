"""Columns of persistent volumes: printPersistentVolume."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.storage import access_modes, storage_class

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Capacity", "string", "", 0),
    ("Access Modes", "string", "", 0),
    ("Reclaim Policy", "string", "", 0),
    ("Status", "string", "", 0),
    ("Claim", "string", "", 0),
    ("StorageClass", "string", "", 0),
    ("VolumeAttributesClass", "string", "", 0),
    ("Reason", "string", "", 0),
    ("Age", "string", "", 0),
    ("VolumeMode", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status, meta = obj.get("spec") or {}, obj.get("status") or {}, obj["metadata"]
    claim = spec.get("claimRef")
    return [meta["name"], (spec.get("capacity") or {}).get("storage", "0"), access_modes(spec.get("accessModes")),
            spec.get("persistentVolumeReclaimPolicy", ""), "Terminating" if meta.get("deletionTimestamp") else status.get("phase", ""),
            f"{claim.get('namespace', '')}/{claim.get('name', '')}" if claim else "", storage_class(obj),
            spec.get("volumeAttributesClassName", "<unset>"), status.get("reason", ""), age(obj, now), spec.get("volumeMode", "<unset>")]
