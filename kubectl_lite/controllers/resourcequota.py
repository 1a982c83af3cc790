"""Resource quota controller: counts what a quota's namespace uses. Mirrors pkg/controller/resourcequota; api/quota.py says what an object uses."""
from __future__ import annotations

from kubectl_lite.api import quota
from kubectl_lite.controllers import owners
from kubectl_lite.machinery import quantity

NAME, USER = "resourcequota-controller", "system:serviceaccount:kube-system:resourcequota-controller"
QUOTAS = "resourcequotas"
# Resources counted under names without "count/": the rest is counted for count/RESOURCE.GROUP only.
BY_PREFIX = (("pods", "pods"), ("services", "services"), ("persistentvolumeclaims", "persistentvolumeclaims"), ("replicationcontrollers", "replicationcontrollers"),
             ("secrets", "secrets"), ("configmaps", "configmaps"), ("resourcequotas", "resourcequotas"))
CLAIM_NAMES = ("requests.storage", ".storageclass.storage.k8s.io/")


def _content_keys(obj, cache):
    """What a namespace holds concerns its quotas."""
    return [owners.own_key(q, cache)[0] for q in cache.list(QUOTAS, obj["metadata"].get("namespace", ""))]


WATCHES = {QUOTAS: owners.own_key, **dict.fromkeys([name for _, name in BY_PREFIX if name != QUOTAS], _content_keys), **dict.fromkeys(
    ("deployments.apps", "replicasets.apps", "statefulsets.apps", "jobs.batch", "cronjobs.batch", "ingresses.networking.k8s.io", "resourceclaims.resource.k8s.io"), _content_keys)}


def reconcile(key, ctx):
    """One quota."""
    found = ctx.cache.get(QUOTAS, *key)
    if found is None:
        return
    hard = found["spec"].get("hard") or {}
    used: dict = {}
    for group, plural, objects in _counted(ctx, hard, key[0]):
        for obj in objects:
            if quota.watches(found["spec"], group, plural, obj):
                _add(used, quota.usage(group, plural, obj), hard)
    status = {"hard": hard, "used": {name: str(amount) for name, amount in quota.zero(hard, used).items()}}
    ctx.update_status(QUOTAS, found, status)


def _counted(ctx, hard, namespace):
    """(group, plural, objects) of every resource that the names of a quota speak of."""
    for name in dict.fromkeys(resource_of(entry) for entry in hard):
        plural, _, group = name.partition(".")
        if name and (ctx.resolve(name) is not None):
            yield group, plural, ctx.cache.list(name, namespace)


def resource_of(entry: str) -> str:
    """The resource that a name of a quota counts: "count/deployments.apps" -> "deployments.apps", "requests.cpu" -> "pods"."""
    if entry.startswith("count/"):
        return entry[len("count/"):]
    if any(part in entry for part in CLAIM_NAMES):
        return "persistentvolumeclaims"
    if entry.endswith(quota.DEVICES_SUFFIX):
        return "resourceclaims.resource.k8s.io"
    return next((resource for prefix, resource in BY_PREFIX if entry == prefix or entry.startswith(prefix + ".")), "pods")


def _add(used, more, hard):
    for name, amount in more.items():
        if name in hard:
            used[name] = used.get(name, quantity.ZERO) + amount
