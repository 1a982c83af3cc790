"""Namespace: its label and finalizer, its phase. Deletion by content is the namespace controller's and the finalize subresource's."""
from __future__ import annotations

from kubectl_lite.api.validation import meta
from kubectl_lite.machinery.field import Path

NAME_CHECK = "dns_label"
SELECTABLE = ("status.phase",)
NAME_LABEL = "kubernetes.io/metadata.name"
FINALIZER = "kubernetes"


def selectable_fields(obj):
    return {"status.phase": (obj.get("status") or {}).get("phase", "")}


def default(obj):
    """The label that names the namespace; a generated name gets it in canonicalize."""
    _label(obj)


def canonicalize(obj):
    _label(obj)


def _label(obj):
    meta_ = obj.get("metadata") or {}
    name = meta_.get("name")
    if name:
        meta_["labels"] = {**(meta_.get("labels") or {}), NAME_LABEL: name}


def prepare_for_create(obj):
    """A new namespace is active and keeps itself until its content is gone."""
    obj["status"] = {"phase": "Active"}
    spec = dict(obj.get("spec") or {})
    finalizers = list(spec.get("finalizers") or ())
    if FINALIZER not in finalizers:
        finalizers.append(FINALIZER)
    obj["spec"] = {**spec, "finalizers": finalizers}


def prepare_for_update(obj, old):
    spec = dict(obj.get("spec") or {})
    old_finalizers = (old.get("spec") or {}).get("finalizers")
    if old_finalizers:
        spec["finalizers"] = old_finalizers
    else:
        spec.pop("finalizers", None)
    obj["spec"] = spec
    obj["status"] = old.get("status") or {}


def validate(obj):
    """The finalizers of spec: Kubernetes' own or fully qualified."""
    return [p for value in (obj.get("spec") or {}).get("finalizers") or () for p in _finalizer(value, Path("spec.finalizers"))]


def _finalizer(value, path):
    return meta.finalizers([value], path) + meta.finalizer_name(value, path)


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj)


def prepare_for_status_update(obj, old):
    obj["spec"] = old.get("spec") or {}


def validate_status_update(obj, old):
    phase, deleting = (obj.get("status") or {}).get("phase"), obj["metadata"].get("deletionTimestamp")
    from kubectl_lite.machinery import field
    path = Path("status.Phase")
    if not deleting and phase != "Active":
        return [field.invalid(path, phase or "", "may only be 'Active' if `deletionTimestamp` is empty")]
    if deleting and phase != "Terminating":
        return [field.invalid(path, phase or "", "may only be 'Terminating' if `deletionTimestamp` is not empty")]
    return []


def prepare_for_finalize_update(obj, old):
    obj["status"] = old.get("status") or {}


def validate_finalize_update(obj, old):
    path = Path("spec.finalizers")
    return [p for i, value in enumerate((obj.get("spec") or {}).get("finalizers") or ()) for p in _finalizer(value, path.index(i))]


def begin_delete(obj, env):
    """A namespace that still keeps itself is only marked: its controller empties it first. None when nothing holds it any more."""
    if not holds_deletion(obj):
        return None
    if "deletionTimestamp" not in obj["metadata"]:
        obj["metadata"]["deletionTimestamp"] = env.timestamp()
    obj["status"] = {**(obj.get("status") or {}), "phase": "Terminating"}
    return obj


def holds_deletion(obj) -> bool:
    """Whether a finalizer of spec keeps the namespace."""
    return bool((obj.get("spec") or {}).get("finalizers"))
