"""MutatingAdmissionPolicyBinding: which policy, with which parameters, for what."""
from __future__ import annotations

from kubectl_lite.api.admissionregistration import policies
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta

ALLOW_UNCONDITIONAL_UPDATE = False
HAS_GENERATION = True
KUBE_FINALIZERS = False


def default(obj):
    policies.default_binding(obj.setdefault("spec", {}))


def validate(obj):
    return policies.validate_binding(obj.get("spec") or {})


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, kube_finalizers=False) + validate(obj)
