"""Texts about volumes and storage classes: pkg/apis/core/v1/helper and kubectl's util/storage."""
from __future__ import annotations

SHORT_MODES = (("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP"))
CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class"
DEFAULT_ANNOTATIONS = ("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class")


def access_modes(modes: list[str] | None) -> str:
    """"RWO,RWX": the modes in Kubernetes' fixed order."""
    return ",".join(short for mode, short in SHORT_MODES if mode in (modes or ()))


def storage_class(obj: dict) -> str:
    """The class of a volume or a claim: its old annotation, else its field, else nothing."""
    annotations = (obj.get("metadata") or {}).get("annotations") or {}
    return annotations[CLASS_ANNOTATION] if CLASS_ANNOTATION in annotations else (obj.get("spec") or {}).get("storageClassName") or ""


def is_default_class(obj: dict) -> bool:
    """Whether a StorageClass is marked as the default."""
    annotations = obj["metadata"].get("annotations") or {}
    return any(annotations.get(key) == "true" for key in DEFAULT_ANNOTATIONS)
