"""ResourceClaim: the devices that are asked for; the spec never changes."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.resource import devices
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
TYPE = "io.k8s.api.resource.v1.ResourceClaimSpec"


def default(obj):
    devices.default_requests((obj.get("spec") or {}).get("devices") or {})


def prepare_for_create(obj):
    obj["status"] = {}


def validate(obj):
    return devices.validate((obj.get("spec") or {}).get("devices") or {}, SPEC / "devices")


def validate_in_namespace(obj, namespace):
    return devices.needs_admin_access((obj.get("spec") or {}).get("devices") or {}, namespace)


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], True)
    if obj.get("spec") == old.get("spec"):
        return problems
    return problems + [field.invalid(SPEC, internal.value(obj.get("spec") or {}, TYPE), "field is immutable")]
