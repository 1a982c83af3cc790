"""ResourceQuota: a write that would use more than a quota of its namespace allows is refused; what it uses is added to the quota's status.

The status is raised by compare-and-swap before the object is written, so that two writers together cannot exceed a quota (the quota
controller corrects it when a write fails later). Mirrors apiserver/pkg/admission/plugin/resourcequota; `limitedResources` of its
configuration may only be used where a quota covers them.
"""
from __future__ import annotations

from kubectl_lite.api import quota, resources
from kubectl_lite.machinery import errors, quantity

TRIES = 4
# What is not stored, or was never counted.
IGNORED = {("", "bindings"), ("", "events")}
PODS = ("", "pods")
# (group, plural): the subresources and operations that can use more; of everything else only what is created counts
HANDLED = {
    PODS: {("", "CREATE"), ("resize", "UPDATE")}, ("resource.k8s.io", "resourceclaims"): {("", "CREATE"), ("", "UPDATE")},
    ("", "services"): {("", "CREATE"), ("", "UPDATE")}, ("", "persistentvolumeclaims"): {("", "CREATE"), ("", "UPDATE")},
}
CREATED = {("", "CREATE")}


def validate(attributes) -> None:
    """Charge the write to every quota that watches it; those that somebody else changed meanwhile are looked at again."""
    key = (attributes.group, attributes.resource.name)
    if not attributes.namespace or not attributes.resource.namespaced or not attributes.resource.storage_prefix or key in IGNORED:
        return
    if (attributes.subresource, attributes.operation) not in HANDLED.get(key, CREATED):
        return
    lost, problem = None, None
    for _ in range(TRIES):
        raised = [row for row in _raised(attributes, key) if lost is None or row[0]["metadata"]["name"] in lost]
        lost, problem = ((), None) if attributes.dry_run else _written(attributes, raised)
        if not lost:
            return
    raise problem


def _written(attributes, raised):
    """(names of the quotas whose update lost a race, the last such error)."""
    lost, problem = [], None
    for found, status in raised:
        name = found["metadata"]["name"]
        try:
            attributes.objects.update(_quotas(), attributes.namespace, name, {**found, "status": status}, found, attributes.scope.note())
        except errors.ApiError as e:
            if e.reason != "Conflict":
                raise
            lost, problem = [*lost, name], e
    return lost, problem


def _quotas():
    return resources.find("", "v1", "resourcequotas")


def _raised(attributes, key):
    """(quota, its raised status) of every quota that the write is charged to; Forbidden when one does not allow it (CheckRequest)."""
    quotas = attributes.objects.standing(_quotas(), attributes.namespace)
    limited = (attributes.server.settings.plugin_configuration("ResourceQuota") or {}).get("limitedResources") or ()
    if not quotas and not limited:
        return []
    watching = [found for found in quotas if _watches(found, key, attributes.obj)]
    restricted = {name for found in watching for name in _restricted(attributes, key, found)}
    used = quota.usage(*key, attributes.obj)
    deltas = [(found, _more(attributes, key, used, found)) for found in watching]
    if not any(delta for _, delta in deltas or [(None, _more(attributes, key, used))]):
        return []
    if limited:
        _check_covered(attributes, key, used, limited, quotas, restricted)
    return [(found, _checked(attributes, found, delta)) for found, delta in deltas if delta]


def _watches(found, key, obj):
    return bool(quota.matching(*key, _hard(found))) and quota.watches(found["spec"], *key, obj)


def _hard(found):
    return (found.get("status") or {}).get("hard") or {}


def _parsed(values):
    return {name: quantity.parse(text) for name, text in values.items()}


def _restricted(attributes, key, found):
    """The names of a quota that concern the write; Forbidden when pods do not say enough, or nobody has counted yet."""
    names, name = quota.matching(*key, _hard(found)), found["metadata"]["name"]
    missing = quota.missing_compute(names, attributes.obj) if key == PODS else ()
    if missing:
        texts = (f"{what} for: {','.join(containers)}" for what, containers in missing)
        raise attributes.forbidden(f"failed quota: {name}: must specify {'; '.join(texts)}")
    if any(what not in (found["status"].get("used") or {}) for what in names):
        raise attributes.forbidden(f"status unknown for quota: {name}, resources: {','.join(sorted(names))}")
    return names


def _more(attributes, key, used, found=None):
    """What the write adds: an update is charged for the difference, unless the quota did not watch the object before."""
    old = attributes.old
    before = quota.usage(*key, old) if old and (found is None or _watches(found, key, old)) else {}
    more = {name: amount - before.get(name, quantity.ZERO) for name, amount in used.items()}
    return {name: amount for name, amount in more.items() if amount > quantity.ZERO}


def _checked(attributes, found, delta):
    """The quota's raised status; Forbidden when it would be exceeded."""
    status, hard = found["status"], _parsed(_hard(found))
    used, delta = _parsed(status["used"]), {name: amount for name, amount in delta.items() if name in hard}
    exceeded = sorted(name for name, more in delta.items() if used[name] + more > hard[name])
    if exceeded:
        raise attributes.forbidden(f"exceeded quota: {found['metadata']['name']}, requested: {_shown(delta, exceeded)}, "
                                   f"used: {_shown(used, exceeded)}, limited: {_shown(hard, exceeded)}")
    raised = {name: used[name] + delta[name] if name in delta else amount for name, amount in used.items()}
    return {**status, "used": {name: str(amount) for name, amount in raised.items()}}


def _shown(amounts, names):
    return ",".join(f"{name}={amounts[name]}" for name in names)


def _check_covered(attributes, key, used, limited, quotas, restricted):
    """What is limited by configuration must be covered: its names by a quota that watches the object, its scopes by one that has the scope."""
    rows = [row for row in limited if (row.get("apiGroup", ""), row.get("resource", "")) == key]
    parts = [part for row in rows for part in row.get("matchContains") or ()]
    bare = sorted(name for name, amount in used.items() if amount > quantity.ZERO and name not in restricted and any(part in name for part in parts))
    if bare:
        raise attributes.forbidden(f"insufficient quota to consume: {','.join(bare)}")
    covered = {term["scopeName"] for found in quotas for term in quota.terms(found["spec"]) if quota.in_scope(term, *key, attributes.obj)}
    wanted = [term for row in limited for term in row.get("matchScopes") or () if quota.in_scope(term, *key, attributes.obj)]
    open_scopes = [term for term in wanted if term["scopeName"] not in covered]
    if open_scopes:
        texts = (f"{{{term['scopeName']} {term.get('operator', '')} [{' '.join(term.get('values') or ())}]}}" for term in open_scopes)
        raise errors.internal_text(f"insufficient quota to match these scopes: [{' '.join(texts)}]")
