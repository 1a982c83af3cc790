"""StorageObjectInUseProtection: volumes and claims cannot vanish while somebody uses them: a finalizer from the first moment."""
from __future__ import annotations

FINALIZERS = {
    ("", "persistentvolumes"): "kubernetes.io/pv-protection",
    ("", "persistentvolumeclaims"): "kubernetes.io/pvc-protection",
    ("storage.k8s.io", "volumeattributesclasses"): "kubernetes.io/vac-protection",
}
RESOURCES = tuple(FINALIZERS)


def admit(attributes) -> None:
    """Add the protection finalizer to a new object."""
    resource = attributes.resource
    finalizer = FINALIZERS.get((resource.group, resource.name))
    if attributes.operation != "CREATE" or attributes.subresource or not finalizer:
        return
    metadata = attributes.obj["metadata"]
    if finalizer not in (metadata.get("finalizers") or []):
        metadata["finalizers"] = [*(metadata.get("finalizers") or []), finalizer]
