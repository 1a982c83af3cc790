"""The volume that a VolumeAttachment describes in place: ValidatePersistentVolumeSpec in the context of inline volumes."""
from __future__ import annotations

from kubectl_lite.api.core import persistentvolumesources
from kubectl_lite.api.podspec import claims
from kubectl_lite.api.podspec.defaults import default_volume
from kubectl_lite.machinery import field

NOT_HERE = "may not be specified in the context of inline volumes"


def default(spec: dict) -> None:
    """Those of the source; what a PersistentVolume has besides stays open."""
    for name, *_ in persistentvolumesources.SOURCES:
        if spec.get(name) is not None:
            default_volume({name: spec[name]})


def validate(spec: dict, path) -> list:
    problems = [field.forbidden(path / name, NOT_HERE) for name in ("claimRef", "capacity") if spec.get(name)]
    if spec.get("csi") is None:
        problems.append(field.required(path / "csi", "has to be specified in the context of inline volumes"))
    modes = spec.get("accessModes") or ()
    problems += claims.access_modes(modes, path / "accessModes") if modes else [field.required(path / "accessModes")]
    if spec.get("persistentVolumeReclaimPolicy") not in (None, "", "Retain"):
        problems.append(field.forbidden(path / "persistentVolumeReclaimPolicy", "may only be Retain in the context of inline volumes"))
    problems += [field.forbidden(path / "nodeAffinity", NOT_HERE)] if spec.get("nodeAffinity") is not None else []
    problems += persistentvolumesources.validate(spec, path)
    problems += [field.forbidden(path / "storageClassName", NOT_HERE)] if spec.get("storageClassName") else []
    if spec.get("volumeMode") not in (None, "Filesystem"):
        problems.append(field.forbidden(path / "volumeMode", "may not specify volumeMode other than Filesystem in the context of inline volumes"))
    return problems
