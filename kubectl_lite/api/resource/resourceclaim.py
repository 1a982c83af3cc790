"""ResourceClaim: the devices that are asked for; the spec never changes."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.resource import allocation, devices
from kubectl_lite.api.strategy import DEFAULTS
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
TYPE = "io.k8s.api.resource.v1.ResourceClaimSpec"


def default(obj):
    devices.default_requests((obj.get("spec") or {}).get("devices") or {})
    for result in allocation.results(obj.get("status") or {}):
        for toleration in result.get("tolerations") or ():
            toleration["operator"] = toleration.get("operator") or "Equal"


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


def prepare_for_status_update(obj, old):
    DEFAULTS["prepare_for_status_update"](obj, old)
    allocation.forget_deallocated(obj.get("status") or {}, old.get("status") or {})


def validate_status_update(obj, old):
    return allocation.validate(obj, old)


def validate_status_in_namespace(obj, old, namespace):
    """Admin access that was granted stays granted: the allocation does not change."""
    wanted, granted = ([result.get("adminAccess") for result in allocation.results(o.get("status") or {})] for o in (obj, old))
    return [] if True in granted else devices.admin_access(wanted, Path("status.allocation.devices.results"), namespace)
