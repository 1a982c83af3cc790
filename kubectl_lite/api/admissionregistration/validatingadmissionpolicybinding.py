"""ValidatingAdmissionPolicyBinding: which policy, with which parameters, for what, and what a failure does."""
from __future__ import annotations

from kubectl_lite.api.admissionregistration import policies
from kubectl_lite.api.admissionregistration.policies import SPEC
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field

ALLOW_UNCONDITIONAL_UPDATE = False
HAS_GENERATION = True
KUBE_FINALIZERS = False
ACTIONS = ("Audit", "Deny", "Warn")
PATH = SPEC / "validationActions"


def default(obj):
    policies.default_binding(obj.setdefault("spec", {}))


def validate(obj):
    spec = obj.get("spec") or {}
    problems, actions = policies.validate_binding(spec), spec.get("validationActions") or []
    if not actions:
        problems.append(field.required(PATH, "at least one validation action is required"))
    for i, action in enumerate(actions):
        if action not in ACTIONS:
            problems.append(field.not_supported(PATH.index(i), action, ACTIONS))
        if action in actions[:i]:
            problems.append(field.duplicate(PATH.index(i), action))
    if "Deny" in actions and "Warn" in actions:
        problems.append(field.invalid(PATH, actions, "must not contain both Deny and Warn (repeating the same validation failure information in the API "
                                      "response and headers serves no purpose)"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, kube_finalizers=False) + validate(obj)
