"""Lease: who holds it, for how long."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
ALLOW_CREATE_ON_UPDATE = True
SPEC = Path("spec")


def prepare_for_create(obj):
    """Coordinated leader election is off; its fields are dropped."""
    for name in ("strategy", "preferredHolder"):
        (obj.get("spec") or {}).pop(name, None)


def prepare_for_update(obj, old):
    prepare_for_create(obj)


def validate(obj):
    spec = obj.get("spec") or {}
    problems = text.positive(spec.get("leaseDurationSeconds"), SPEC / "leaseDurationSeconds")
    return problems + text.non_negative(spec.get("leaseTransitions"), SPEC / "leaseTransitions")


def validate_update(obj, old):
    return validate(obj)
