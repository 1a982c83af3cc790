"""Columns of CSI drivers: printCSIDriver."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("AttachRequired", "boolean", "", 0),
    ("PodInfoOnMount", "boolean", "", 0),
    ("StorageCapacity", "boolean", "", 0),
    ("TokenRequests", "string", "", 0),
    ("RequiresRepublish", "boolean", "", 0),
    ("Modes", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    tokens = spec.get("tokenRequests")
    return [obj["metadata"]["name"], spec.get("attachRequired", True), spec.get("podInfoOnMount", False), spec.get("storageCapacity", False),
            "<unset>" if tokens is None else ",".join(t.get("audience", "") for t in tokens), spec.get("requiresRepublish", False),
            ",".join(spec.get("volumeLifecycleModes") or ()) or "<none>", age(obj, now)]
