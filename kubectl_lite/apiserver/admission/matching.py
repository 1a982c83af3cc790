"""Which policies and webhooks a write concerns: resource rules, namespace and object selectors, match conditions.

Mirrors apiserver's admission/plugin/{webhook/predicates,policy/matching}.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import labels


def rule_matches(attributes, rule: dict, resource=None) -> bool:
    """Whether a write (seen as one of another resource) matches one rule: groups, versions, resources, operations, scope, names."""
    resource = resource or attributes.resource
    names = rule.get("resourceNames")
    return (_has(rule.get("apiGroups"), resource.group) and _has(rule.get("apiVersions"), resource.version)
            and _has(rule.get("operations"), attributes.operation) and _in_scope(attributes, rule.get("scope", "*"))
            and any(_resource_matches(r, resource.name, attributes.subresource) for r in rule.get("resources") or ())
            and (not names or attributes.name in names))


def _has(values, wanted):
    return "*" in (values or ()) or wanted in (values or ())


def _in_scope(attributes, scope):
    if scope == "*":
        return True
    return (scope == "Namespaced") is bool(attributes.resource.namespaced)


def _resource_matches(rule, name, subresource):
    wanted, _, sub = rule.partition("/")
    return wanted in ("*", name) and (sub == "*" or sub == subresource)


def namespace_matches(attributes, selector) -> bool:
    """Whether the write's namespace is selected; cluster-scoped writes always are (a Namespace by its own labels)."""
    if not selector:
        return True
    if attributes.resource.kind == "Namespace" and not attributes.subresource:
        found = attributes.obj or attributes.old
    elif not attributes.namespace or not attributes.resource.namespaced:
        return True
    else:
        found = attributes.objects.find(resources.find("", "v1", "namespaces"), "", attributes.namespace)
    return labels.matches_object(selector, ((found or {}).get("metadata") or {}).get("labels"))


def object_matches(attributes, selector) -> bool:
    """Whether the new or the old object is selected."""
    if not selector:
        return True
    return any(labels.matches_object(selector, (obj.get("metadata") or {}).get("labels")) for obj in (attributes.obj, attributes.old) if obj)
