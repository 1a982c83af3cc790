"""PersistentVolumeClaimResize: only claims whose storage class allows it may grow."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import quantity

RESOURCES = (("", "persistentvolumeclaims"),)

REFUSED = "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"


def validate(attributes) -> None:
    """Refuse to grow a bound claim whose class does not allow expansion."""
    if attributes.operation != "UPDATE" or not attributes.is_("", "persistentvolumeclaims"):
        return
    new, old = _storage(attributes.obj), _storage(attributes.old)
    if new <= old:
        return
    if attributes.old.get("status", {}).get("phase") != "Bound":
        raise attributes.forbidden("Only bound persistent volume claims can be expanded")
    if not _allowed(attributes):
        raise attributes.forbidden(REFUSED)


def _storage(claim):
    return quantity.parse(((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage", "0"))


def _allowed(attributes):
    claim = attributes.obj
    name = (claim["metadata"].get("annotations") or {}).get("volume.beta.kubernetes.io/storage-class") or claim["spec"].get("storageClassName")
    found = attributes.objects.find(resources.find("storage.k8s.io", "v1", "storageclasses"), "", name) if name else None
    return bool(found and found.get("allowVolumeExpansion"))
