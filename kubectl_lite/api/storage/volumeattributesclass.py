"""VolumeAttributesClass: a driver's parameters, which never change."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.storage.storageclass import parameters
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def validate(obj):
    driver = obj.get("driverName") or ""
    problems = text.qualified_name(driver.lower(), "driverName") if driver else [field.required("driverName")]
    return problems + parameters(obj.get("parameters") or {}, Path("parameters"), required=True)


def validate_update(obj, old):
    problems = []
    for name in ("driverName", "parameters"):
        if (obj.get(name) or None) != (old.get(name) or None):
            problems.append(field.forbidden(name, f"updates to {name} are forbidden."))
    return problems + meta.validate_meta(obj["metadata"], False) + validate(obj)
