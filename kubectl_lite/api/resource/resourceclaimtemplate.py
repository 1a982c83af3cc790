"""ResourceClaimTemplate: what the claims of pods are made from; it never changes."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.podspec.claims import template_meta
from kubectl_lite.api.resource import devices
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
TYPE = "io.k8s.api.resource.v1.ResourceClaimTemplateSpec"


def default(obj):
    devices.default_requests(((obj.get("spec") or {}).get("spec") or {}).get("devices") or {})


def validate(obj):
    spec = obj.get("spec") or {}
    problems = template_meta(spec.get("metadata") or {}, SPEC / "metadata")
    return problems + devices.validate((spec.get("spec") or {}).get("devices") or {}, SPEC.child("spec", "devices"))


def validate_in_namespace(obj, namespace):
    return devices.needs_admin_access(((obj.get("spec") or {}).get("spec") or {}).get("devices") or {}, namespace)


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], True) + validate(obj)
    if obj.get("spec") != old.get("spec"):
        problems.append(field.invalid(SPEC, internal.value(obj.get("spec") or {}, TYPE), "field is immutable"))
    return problems
