"""ResourceQuota: a write that would use more than a quota of its namespace allows is refused; what it uses is added to the quota's status.

The status is raised by compare-and-swap before the object is written, so that two writers together cannot exceed a quota (the quota
controller corrects it when a write fails later). Mirrors apiserver/pkg/admission/plugin/resourcequota.
"""
from __future__ import annotations

from kubectl_lite.api import quota, resources
from kubectl_lite.machinery import errors, quantity

TRIES = 5
SUBRESOURCES = {("", "pods"): ("", "resize")}


def validate(attributes) -> None:
    """Charge the write to every quota that watches it."""
    resource = attributes.resource
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.namespace or not resource.namespaced:
        return
    if attributes.subresource not in SUBRESOURCES.get((resource.group, resource.name), ("",)) or (resource.group, resource.name) == ("", "resourcequotas"):
        return
    for attempt in range(TRIES):
        try:
            return _charge(attributes)
        except errors.ApiError as e:
            if e.reason != "Conflict" or attempt == TRIES - 1:
                raise


def _charge(attributes):
    resource = attributes.resource
    row = resources.find("", "v1", "resourcequotas")
    quotas = attributes.objects.standing(row, attributes.namespace)
    if not quotas:
        return
    used = quota.usage(resource.group, resource.name, attributes.obj)
    before = quota.usage(resource.group, resource.name, attributes.old) if attributes.old else {}
    charged = []
    for found in quotas:
        spec = found["spec"]
        if not quota.watches(spec, resource.group, resource.name, attributes.obj):
            continue
        hard = _parsed((found.get("status") or {}).get("hard") or {})
        delta = _delta(used, before, hard)
        if not delta:
            continue
        _require_stated(attributes, found, hard)
        charged.append((found, _checked(attributes, found, hard, delta)))
    if not attributes.dry_run:
        for found, status in charged:
            attributes.objects.update(row, attributes.namespace, found["metadata"]["name"], {**found, "status": status}, found, attributes.scope.note())


def _parsed(values):
    return {name: quantity.parse(text) for name, text in values.items()}


def _delta(used, before, hard):
    """What more is used of the names a quota bounds."""
    delta = {}
    for name in hard:
        if name in used or name in before:
            more = used.get(name, quantity.ZERO) - before.get(name, quantity.ZERO)
            if not before or more != quantity.ZERO:
                delta[name] = more
    return delta


def _require_stated(attributes, found, hard):
    """Containers must state every compute resource that a quota bounds."""
    if not attributes.is_("", "pods") or attributes.operation != "CREATE":
        return
    missing = quota.missing_compute(hard, attributes.obj)
    if missing:
        texts = "; ".join(f"{name} for: {','.join(sorted(containers))}" for name, containers in missing)
        raise attributes.forbidden(f"failed quota: {found['metadata']['name']}: must specify {texts}")


def _checked(attributes, found, hard, delta):
    """The quota's new status; Forbidden when it would be exceeded."""
    status = found.get("status") or {}
    used = _parsed(status.get("used") or {})
    unknown = sorted(name for name in delta if name not in used)
    if unknown:
        raise attributes.forbidden(f"status unknown for quota: {found['metadata']['name']}, resources: {','.join(unknown)}")
    exceeded = sorted(name for name, more in delta.items() if more > quantity.ZERO and used[name] + more > hard[name])
    if exceeded:
        raise attributes.forbidden(f"exceeded quota: {found['metadata']['name']}, requested: {_shown(delta, exceeded)}, "
                                   f"used: {_shown(used, exceeded)}, limited: {_shown(hard, exceeded)}")
    raised = {name: used[name] + delta[name] if name in delta else amount for name, amount in used.items()}
    return {**status, "used": {name: str(amount) for name, amount in raised.items()}}


def _shown(amounts, names):
    return ",".join(f"{name}={amounts[name]}" for name in names)
