"""PersistentVolumeClaim: defaults, the two ways to say a data source, what may change. The spec's rules are in podspec/claims.py."""
from __future__ import annotations

from copy import copy

from kubectl_lite.api import specdiff
from kubectl_lite.api.podspec import claims
from kubectl_lite.api.podspec.resources import is_native
from kubectl_lite.api.validation import meta, text
from kubectl_lite.api.validation.selectors import label_selector
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

SPEC, STATUS = Path("spec"), Path("status")
BETA_CLASS = "volume.beta.kubernetes.io/storage-class"
KNOWN_SOURCES = (("", "PersistentVolumeClaim"), ("snapshot.storage.k8s.io", "VolumeSnapshot"))
RESIZE_STATES = ("ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending")
FIXED = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"


def default(obj):
    """SetDefaults_PersistentVolumeClaim."""
    status = obj.setdefault("status", {})
    status["phase"] = status.get("phase") or "Pending"
    spec = obj.setdefault("spec", {})
    if spec.get("volumeMode") is None:
        spec["volumeMode"] = "Filesystem"


def prepare_for_create(obj):
    obj["status"] = {"phase": "Pending"}
    obj["spec"] = same_sources(_settled_sources(obj.get("spec") or {}, {}))


def prepare_for_update(obj, old):
    obj["status"] = old.get("status") or {}
    obj["spec"] = same_sources(_settled_sources(obj.get("spec") or {}, old.get("spec") or {}))


def _settled_sources(spec, was):
    """Without what a new data source may not be: another namespace's (a feature that is off) and, in dataSource, anything but a claim or a snapshot."""
    reference, source = spec.get("dataSourceRef"), spec.get("dataSource")
    if reference is not None and reference.get("namespace") and was.get("dataSourceRef") is None:
        spec = {k: v for k, v in spec.items() if k != "dataSourceRef"}
    in_use = was.get("dataSource") is not None or was.get("dataSourceRef") is not None
    if in_use or source is None or spec.get("dataSourceRef") is not None or (source.get("apiGroup") or "", source.get("kind")) in KNOWN_SOURCES:
        return spec
    return {k: v for k, v in spec.items() if k != "dataSource"}


def same_sources(spec: dict) -> dict:
    """A copy in which dataSource and dataSourceRef say the same where one alone was given."""
    spec = copy(spec)
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if source is not None and reference is None:
        spec["dataSourceRef"] = dict(source)
    elif reference is not None and source is None and not reference.get("namespace"):
        spec["dataSource"] = {k: v for k, v in reference.items() if k != "namespace"}
    return spec


def validate(obj):
    return claims.validate_spec(obj.get("spec") or {}, SPEC)


def _validate_spec(spec, was):
    """The rules for the spec; what the old one has wrong in its selector, or calls an API group, may stay."""
    groups = any((was.get(name) or {}).get("apiGroup") is not None for name in ("dataSource", "dataSourceRef"))
    return claims.validate_spec(spec, SPEC, not label_selector(was.get("selector"), SPEC / "selector"), not groups)


def validate_update(obj, old):
    """ValidatePersistentVolumeClaimUpdate."""
    spec, was = obj["spec"], old["spec"]
    problems = meta.validate_meta(obj["metadata"], True) + _validate_spec(spec, was)
    problems += _class_annotation(obj, old)
    problems += _spec_changes(spec, same_sources(was), obj, old) + _size(spec, was, old)
    if spec.get("volumeMode") != was.get("volumeMode"):
        problems.append(field.invalid("volumeMode", spec.get("volumeMode"), "field is immutable"))
    return problems + _attributes_class(spec, was)


def _class_annotation(obj, old):
    new, was = ((o["metadata"].get("annotations") or {}).get(BETA_CLASS, "") for o in (obj, old))
    if new == was or _upgraded(obj, old):
        return []
    return [field.invalid(Path("metadata.annotations") / BETA_CLASS, new, "field is immutable")]


def _upgraded(obj, old):
    """The class moved from the old annotation into the spec."""
    was, new = ((o["metadata"].get("annotations") or {}).get(BETA_CLASS) for o in (old, obj))
    return was is not None and old["spec"].get("storageClassName") is None and obj["spec"].get("storageClassName") == was and new in (None, was)


def _class_given(obj, old):
    """The class is named where none was, as the old annotation has it if there is one."""
    name, annotation = obj["spec"].get("storageClassName"), (old["metadata"].get("annotations") or {}).get(BETA_CLASS)
    return name is not None and old["spec"].get("storageClassName") is None and annotation in (None, name)


def _spec_changes(spec, was, obj, old):
    bound = (obj.get("status") or {}).get("phase") == "Bound"
    new, before = copy(spec), copy(was)
    if not before.get("volumeName"):
        _copy(before, new, "volumeName")
    if _upgraded(obj, old) or _class_given(obj, old):
        _copy(new, before, "storageClassName")
    if bound and (new.get("resources") or {}).get("requests") is not None:
        new["resources"] = _with_storage(new["resources"], (before.get("resources") or {}).get("requests") or {})
    if bound and new.get("volumeAttributesClassName") is not None:
        _copy(new, before, "volumeAttributesClassName")
    if new == before:
        return []
    return [field.forbidden(SPEC, FIXED + specdiff.diff(before, new, "PersistentVolumeClaimSpec"))]


def _copy(target, source, name):
    if name in source:
        target[name] = source[name]
    else:
        target.pop(name, None)


def _with_storage(resources, requests):
    changed = dict(resources["requests"])
    _copy(changed, requests, "storage")
    return {**resources, "requests": changed}


def _size(spec, was, old):
    def storage(requests):
        return quantity.parse((requests or {}).get("storage"))
    new, before = (storage((s.get("resources") or {}).get("requests")) for s in (spec, was))
    if new < before and new <= storage((old.get("status") or {}).get("capacity")):
        return [field.forbidden(SPEC.child("resources", "requests", "storage"), "field can not be less than status.capacity")]
    return []


def _attributes_class(spec, was):
    new, before, path = spec.get("volumeAttributesClassName"), was.get("volumeAttributesClassName"), SPEC / "volumeAttributesClassName"
    if before is not None and new is None:
        return [field.forbidden(path, "update from non-nil value to nil is forbidden")]
    return [field.forbidden(path, "update from non-empty value to empty is forbidden")] if before and new == "" else []


def validate_status_update(obj, old):
    """ValidatePersistentVolumeClaimStatusUpdate."""
    status, problems = obj.get("status") or {}, []
    if not (obj.get("spec") or {}).get("accessModes"):
        problems.append(field.required(Path("Spec.accessModes")))
    for name, value in sorted((status.get("capacity") or {}).items()):
        problems += claims.basic_amount(value, STATUS / "capacity", name)
    path = STATUS / "allocatedResourceStatus"
    for name, value in sorted((status.get("allocatedResourceStatuses") or {}).items()):
        problems += _resource_key(name, path)
        if value not in RESIZE_STATES:
            problems.append(field.not_supported(path, name, RESIZE_STATES))
    path = STATUS / "allocatedResources"
    for name, value in sorted((status.get("allocatedResources") or {}).items()):
        problems += _resource_key(name, path) or claims.basic_amount(value, path, name)
    return problems


def _resource_key(name, path):
    """Of Kubernetes' own resources a claim has storage alone."""
    problems = text.qualified_name(name, path)
    return problems or ([field.not_supported(path, name, ("storage",))] if is_native(name) and name != "storage" else [])


def warnings(obj, old):
    found = []
    if BETA_CLASS in (obj["metadata"].get("annotations") or {}):
        found.append(f'metadata.annotations[{BETA_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead')
    return found + claims.spec_warnings(obj.get("spec") or {}, SPEC)
