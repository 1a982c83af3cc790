"""ClusterRole aggregation controller: a role with an aggregation rule has the rules of the roles it selects. Mirrors pkg/controller/clusterroleaggregation."""
from __future__ import annotations

from kubectl_lite.machinery import labels

NAME, USER = "clusterrole-aggregation-controller", "system:serviceaccount:kube-system:clusterrole-aggregation-controller"
ROLES = "clusterroles.rbac.authorization.k8s.io"


def _keys(role, cache):
    """A role concerns every role that aggregates."""
    found = [r["metadata"]["name"] for r in cache.indexed(ROLES, "aggregating", _aggregates, True)]
    return found + ([role["metadata"]["name"]] if role.get("aggregationRule") else [])


def _aggregates(role):
    return [bool(role.get("aggregationRule"))]


WATCHES = {ROLES: _keys}


def reconcile(name, ctx):
    """One aggregating role."""
    role = ctx.cache.get(ROLES, "", name)
    if role is None or not role.get("aggregationRule"):
        return
    rules = plan_rules(role, ctx.cache.list(ROLES))
    if rules != (role.get("rules") or []):
        ctx.update(ROLES, {**role, "rules": rules})


def plan_rules(role: dict, roles) -> list:
    """The rules of the selected roles, by role name for each selector, each rule once."""
    made: list = []
    for raw in role["aggregationRule"].get("clusterRoleSelectors") or ():
        selector = labels.from_object(raw)
        for other in sorted(roles, key=lambda r: r["metadata"]["name"]):
            if other["metadata"]["name"] != role["metadata"]["name"] and selector.matches(other["metadata"].get("labels")):
                made += [rule for rule in other.get("rules") or () if rule not in made]
    return made
