"""Columns of storage classes: printStorageClass."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.storage import is_default_class

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Provisioner", "string", "", 0),
    ("ReclaimPolicy", "string", "", 0),
    ("VolumeBindingMode", "string", "", 0),
    ("AllowVolumeExpansion", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    name = obj["metadata"]["name"] + (" (default)" if is_default_class(obj) else "")
    return [name, obj.get("provisioner", ""), obj.get("reclaimPolicy", "Delete"), obj.get("volumeBindingMode", "Immediate"),
            obj.get("allowVolumeExpansion", False), age(obj, now)]
