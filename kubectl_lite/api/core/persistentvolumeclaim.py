"""PersistentVolumeClaim: defaults, the two ways to say a data source, what may change. The spec's rules are in podspec/claims.py."""
from __future__ import annotations

from copy import copy

from kubectl_lite.api import specdiff
from kubectl_lite.api.podspec import claims
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
BETA_CLASS = "volume.beta.kubernetes.io/storage-class"
KNOWN_SOURCES = (("", "PersistentVolumeClaim"), ("snapshot.storage.k8s.io", "VolumeSnapshot"))
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
    obj["spec"] = same_sources(_known_source(obj.get("spec") or {}))


def prepare_for_update(obj, old):
    obj["status"] = old.get("status") or {}
    was, spec = old.get("spec") or {}, obj.get("spec") or {}
    in_use = was.get("dataSource") is not None or was.get("dataSourceRef") is not None
    obj["spec"] = same_sources(spec if in_use else _known_source(spec))


def _known_source(spec):
    """dataSource may only be a claim or a snapshot; anything else goes, as it always did."""
    source = spec.get("dataSource")
    if source is None or (source.get("apiGroup") or "", source.get("kind")) in KNOWN_SOURCES:
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


def validate_update(obj, old):
    """ValidatePersistentVolumeClaimUpdate."""
    spec, was = obj["spec"], old["spec"]
    problems = meta.validate_meta(obj["metadata"], True) + validate(obj)
    problems += _class_annotation(obj, old)
    problems += _spec_changes(spec, same_sources(was), obj, old) + _size(spec, was, old)
    if spec.get("volumeMode") != was.get("volumeMode"):
        problems.append(field.invalid("volumeMode", spec.get("volumeMode"), "field is immutable"))
    return problems + _attributes_class(spec, was)


def _class_annotation(obj, old):
    new, was = ((o["metadata"].get("annotations") or {}).get(BETA_CLASS, "") for o in (obj, old))
    if new == was or _upgraded(obj, old):
        return []
    return [field.invalid(Path("metadata.annotations").key(BETA_CLASS), new, "field is immutable")]


def _upgraded(obj, old):
    """The class moved from the old annotation into the spec."""
    was = (old["metadata"].get("annotations") or {}).get(BETA_CLASS)
    return bool(was) and old["spec"].get("storageClassName") is None and obj["spec"].get("storageClassName") == was


def _spec_changes(spec, was, obj, old):
    bound = (obj.get("status") or {}).get("phase") == "Bound"
    new, before = copy(spec), copy(was)
    if not before.get("volumeName"):
        _copy(before, new, "volumeName")
    if _upgraded(obj, old) or (before.get("storageClassName") is None and new.get("storageClassName") is not None
                               and not (old["metadata"].get("annotations") or {}).get(BETA_CLASS)):
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


def warnings(obj, old):
    found = []
    if BETA_CLASS in (obj["metadata"].get("annotations") or {}):
        found.append(f'metadata.annotations[{BETA_CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead')
    return found + storage_warnings((obj.get("spec") or {}).get("resources") or {}, SPEC / "resources")


def storage_warnings(resources, path):
    """Parts of bytes are rounded up by drivers; better say whole ones."""
    found = []
    for kind in ("requests", "limits"):
        value = (resources.get(kind) or {}).get("storage")
        if value is not None and quantity.parse(value).nanos % quantity.NANO:
            found.append(f'{path}.{kind}[storage]: fractional byte value "{value}" is invalid, must be an integer')
    return found
