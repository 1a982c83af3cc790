"""DeviceClass: devices by selectors, with configuration."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.podspec.resources import is_extended
from kubectl_lite.api.resource import devices, lists, selectors
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

NAME_CHECK = "long_name"
HAS_GENERATION = True
SPEC = Path("spec")


def validate(obj, old=None):
    """Selectors and configurations that an update leaves as they are were right when they were stored."""
    spec, was = obj.get("spec") or {}, (old or {}).get("spec") or {}
    problems = []
    if old is None or (spec.get("selectors") or []) != (was.get("selectors") or []):
        problems += selectors.check(spec.get("selectors") or (), SPEC / "selectors")
    problems += lists.each_of(spec.get("config") or (), devices.MAX_CONFIGS, devices.configuration, SPEC / "config")
    name = spec.get("extendedResourceName")
    if name is not None and not is_extended(name):
        problems.append(field.invalid(SPEC / "extendedResourceName", name, "must be a valid extended resource name"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj, old)
