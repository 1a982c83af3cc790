"""Escalation: nobody writes a role with rights, or binds a role with rights, that he does not hold himself (or may `escalate` or `bind`).

Mirrors pkg/registry/rbac/*/policybased: checked after mutating admission and before validation, for writes of the four RBAC kinds.
"""
from __future__ import annotations

from kubectl_lite.apiserver.authz import chain, coverage, rbac
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.field import go_quote

ROLES, BINDINGS = ("roles", "clusterroles"), ("rolebindings", "clusterrolebindings")
FULL_AUTHORITY = [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}, {"verbs": ["*"], "nonResourceURLs": ["*"]}]
AGGREGATION = "must have cluster-admin privileges to use an aggregationRule"
# what an update may change without being looked at: the garbage collector must always be able to finish a deletion
COLLECTED = ("ownerReferences", "finalizers", "managedFields", "resourceVersion", "generation")


def check(scope, obj: dict, old: dict | None = None) -> None:
    """Forbidden when the write of a role or binding would give more than its writer has."""
    if scope.resource.group != rbac.GROUP or chain.MASTERS in scope.user.groups:
        return
    if old is not None and _only_collected(obj, old):
        return
    if scope.resource.name in ROLES:
        _check_role(scope, obj, old)
    else:
        _check_binding(scope, obj)


def _only_collected(obj, old):
    def rest(o):
        return {**o, "metadata": {k: v for k, v in o["metadata"].items() if k not in COLLECTED}}
    return rest(obj) == rest(old)


def _check_role(scope, role, old):
    question = Attributes(scope.user, "escalate", rbac.GROUP, "*", scope.resource.name, namespace=scope.namespace, name=scope.name)
    if chain.decide(scope.server, question)[0]:
        return
    problem = excess(scope, role.get("rules") or [])
    if not problem and (role.get("aggregationRule") or (old or {}).get("aggregationRule")) and excess(scope, FULL_AUTHORITY):
        problem = AGGREGATION
    _refuse(scope, role, problem)


def _check_binding(scope, binding):
    ref = binding["roleRef"]
    kind, name = ref.get("kind", ""), ref.get("name", "")
    plural = {"Role": "roles", "ClusterRole": "clusterroles"}.get(kind)
    if plural is None:
        raise errors.internal_text(f"unsupported role reference kind: {go_quote(kind)}")
    question = Attributes(scope.user, "bind", ref.get("apiGroup", ""), "*", plural, namespace=scope.namespace, name=name)
    if chain.decide(scope.server, question)[0]:
        return
    role = scope.objects.get(rbac.resource(plural), scope.namespace if plural == "roles" else "", name)
    _refuse(scope, binding, excess(scope, role.get("rules") or []))


def _refuse(scope, obj, problem):
    if problem:
        raise errors.forbidden(scope.resource.group_resource, obj["metadata"].get("name", ""), problem)


def excess(scope, rules: list[dict]) -> str:
    """What the user does not hold of some rules, as Kubernetes words it; "" when there is nothing (ConfirmNoEscalation)."""
    unresolved: list[dict] = []
    held = [rule for rule, _ in rbac.rules_for(scope.server, scope.user, scope.namespace, unresolved)]
    lacking = coverage.missing(held, rules)
    if not lacking:
        return ""
    lines = sorted({coverage.text(rule) for rule in coverage.compact(lacking)})
    said = (f"user {go_quote(scope.user.name)} (groups={coverage.strings(scope.user.groups)}) is attempting to grant RBAC permissions not currently held:\n"
            + "\n".join(lines))
    return said + (f"; resolution errors: [{rbac.not_found(unresolved, '{}s')}]" if unresolved else "")
