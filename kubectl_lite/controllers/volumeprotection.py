"""Volume protection: a claim stays while a pod uses it, a volume while it is bound; each by a finalizer. Mirrors pvprotection and pvcprotection.

`pvc` and `pv` below are the two controllers; pvcprotection.py and pvprotection.py give each its place in the table.
"""
from __future__ import annotations

from kubectl_lite.api.volumes import claim_names
from kubectl_lite.controllers import owners

CLAIMS, VOLUMES, PODS = "persistentvolumeclaims", "persistentvolumes", "pods"


class Protection:
    """Keeps a finalizer on objects of one resource while `in_use(obj, cache)`."""

    def __init__(self, name, user, resource, finalizer, in_use, watches):
        self.NAME, self.USER = name, "system:serviceaccount:kube-system:" + user
        self.WATCHES = {resource: owners.own_key, **watches}
        self._resource, self._finalizer, self._in_use = resource, finalizer, in_use

    def reconcile(self, key, ctx):
        """One object."""
        obj = ctx.cache.get(self._resource, *key)
        if obj is None:
            return
        finalizers = obj["metadata"].get("finalizers") or []
        if owners.is_deleted(obj):
            if self._finalizer in finalizers and not self._in_use(obj, ctx.cache):
                self._write(ctx, obj, [f for f in finalizers if f != self._finalizer])
        elif self._finalizer not in finalizers:
            self._write(ctx, obj, [*finalizers, self._finalizer])

    def _write(self, ctx, obj, finalizers):
        ctx.update(self._resource, {**obj, "metadata": {**obj["metadata"], "finalizers": finalizers}})
        ctx.cache.poll(self._resource)


def uses(pod: dict, claim: str) -> bool:
    """Whether a pod on a node uses the claim."""
    return bool(pod["spec"].get("nodeName")) and claim in claim_names(pod)


def pod_keys(pod, _cache):
    """A keys function for pods: their claims."""
    return [(pod["metadata"]["namespace"], name) for name in claim_names(pod)]


def claim_in_use(claim: dict, cache) -> bool:
    meta = claim["metadata"]
    return any(uses(pod, meta["name"]) for pod in cache.list(PODS, meta["namespace"]))


def volume_in_use(volume: dict, _cache) -> bool:
    return (volume.get("status") or {}).get("phase") == "Bound"
