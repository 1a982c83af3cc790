"""ClusterRole: rules of the whole cluster, own or gathered from other roles."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.rbac import rules
from kubectl_lite.api.validation import meta, selectors
from kubectl_lite.machinery import field, labels
from kubectl_lite.machinery.field import Path

ALLOW_CREATE_ON_UPDATE = True
NAME_CHECK = "path_segment"
SELECTORS = Path("aggregationRule.clusterRoleSelectors")


def validate(obj):
    problems, aggregation = rules.validate_rules(obj.get("rules"), False), obj.get("aggregationRule")
    if aggregation is None:
        return problems
    found = aggregation.get("clusterRoleSelectors") or ()
    if not found:
        problems.append(field.required(SELECTORS, "at least one clusterRoleSelector required if aggregationRule is non-nil"))
    for i, selector in enumerate(found):
        problems += selectors.label_selector(selector, SELECTORS.index(i))
        try:
            labels.from_object(selector)
        except labels.SelectorError:
            problems.append(field.invalid(SELECTORS.index(i), None, "invalid label selector."))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj)
