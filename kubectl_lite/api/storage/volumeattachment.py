"""VolumeAttachment: one volume on one node; the spec never changes."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.podspec import sources
from kubectl_lite.api.storage import inlinevolume
from kubectl_lite.api.strategy import USERS_METADATA, status_alone
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
SPEC, STATUS = Path("spec"), Path("status")
SOURCE = SPEC / "source"
MAX_METADATA, MAX_ERROR = 256 * 1024, 1024
ONE = "must specify exactly one of inlineVolumeSpec and persistentVolumeName"


def default(obj):
    inline = ((obj.get("spec") or {}).get("source") or {}).get("inlineVolumeSpec")
    if inline is not None:
        inlinevolume.default(inline)


def prepare_for_create(obj):
    obj["status"] = {"attached": False}


prepare_for_status_update = status_alone(*USERS_METADATA)


def validate(obj):
    spec = obj.get("spec") or {}
    attacher = spec.get("attacher") or ""
    problems = sources.csi_driver_name(attacher, SPEC / "attacher") if attacher else [field.required(SPEC / "attacher")]
    problems += _source(spec.get("source") or {})
    return problems + text.dns_subdomain(spec.get("nodeName") or "", SPEC / "nodeName") + _status(obj.get("status") or {})


def _source(source):
    name, inline = source.get("persistentVolumeName"), source.get("inlineVolumeSpec")
    if name is None and inline is None:
        return [field.required(SOURCE, ONE)]
    if name is not None and inline is not None:
        return [field.forbidden(SOURCE, ONE)]
    if name is None:
        return inlinevolume.validate(inline, SOURCE / "inlineVolumeSpec")
    path = SOURCE / "persistentVolumeName"
    problems = [] if name else [field.required(path, "must specify non empty persistentVolumeName")]
    return problems + text.dns_subdomain(name, path)


def _status(status):
    metadata, path = status.get("attachmentMetadata") or {}, STATUS / "attachmentMetadata"
    problems = [field.invalid(path, key, "field can not be empty.") for key in metadata if not key]
    if sum(names.size(key) + names.size(value) for key, value in metadata.items()) > MAX_METADATA:
        problems.append(field.too_long(path, MAX_METADATA))
    for name in ("attachError", "detachError"):
        problems += _error(status.get(name) or {}, STATUS / name)
    return problems


def _error(error, path):
    problems = [field.too_long(path / "message", MAX_ERROR)] if names.size(error.get("message") or "") > MAX_ERROR else []
    return problems + text.non_negative(error.get("errorCode"), path / "errorCode")


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], False) + validate(obj)
    if obj.get("spec") != old.get("spec"):
        problems.append(field.invalid(SPEC, internal.value(obj.get("spec") or {}, "io.k8s.api.storage.v1.VolumeAttachmentSpec"), "field is immutable"))
    return problems


validate_status_update = validate_update
