"""RoleBinding: a role for subjects, in one namespace."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.rbac import rules
from kubectl_lite.api.validation import meta

ALLOW_CREATE_ON_UPDATE = True
NAME_CHECK = "path_segment"
default = rules.default_binding


def validate(obj):
    return rules.validate_binding(obj, True)


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True, NAME_CHECK) + rules.validate_binding_update(obj, old, True)
