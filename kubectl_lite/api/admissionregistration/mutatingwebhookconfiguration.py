"""MutatingWebhookConfiguration: the rules are in webhooks.py."""
from __future__ import annotations

from kubectl_lite.api.admissionregistration import webhooks
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401

ALLOW_UNCONDITIONAL_UPDATE = False
HAS_GENERATION = True
KUBE_FINALIZERS = False
bumps_generation = webhooks.bumps_generation


def default(obj):
    webhooks.default(obj, True)


def validate(obj):
    return webhooks.validate(obj, True)


def validate_update(obj, old):
    return webhooks.validate_update(obj, old, True)
