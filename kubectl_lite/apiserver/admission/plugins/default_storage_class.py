"""DefaultStorageClass: a claim that names no class gets the default one (of several the newest)."""
from __future__ import annotations

from kubectl_lite.api import resources

RESOURCES = (("", "persistentvolumeclaims"),)

DEFAULT, BETA_DEFAULT = "storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"
BETA_CLASS = "volume.beta.kubernetes.io/storage-class"


def admit(attributes) -> None:
    """Name the default class of a new claim."""
    if attributes.operation != "CREATE" or not attributes.is_("", "persistentvolumeclaims"):
        return
    claim = attributes.obj
    if "storageClassName" in claim["spec"] or BETA_CLASS in (claim["metadata"].get("annotations") or {}):
        return
    found = default_class(attributes.objects)
    if found:
        claim["spec"]["storageClassName"] = found["metadata"]["name"]


def default_class(objects) -> dict | None:
    """The default storage class: the newest, then the first by name."""
    classes = [c for c in objects.standing(resources.find("storage.k8s.io", "v1", "storageclasses")) if is_default(c)]
    classes.sort(key=lambda c: c["metadata"]["name"])
    return max(classes, key=lambda c: (c["metadata"]["creationTimestamp"], int(c["metadata"]["resourceVersion"])), default=None) if classes else None


def is_default(storage_class: dict) -> bool:
    annotations = storage_class["metadata"].get("annotations") or {}
    return annotations.get(DEFAULT) == "true" or annotations.get(BETA_DEFAULT) == "true"
