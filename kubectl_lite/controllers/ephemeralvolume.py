"""Ephemeral volume controller: the claim of each generic ephemeral volume of a pod. Mirrors pkg/controller/volume/ephemeral."""
from __future__ import annotations

from kubectl_lite.controllers import owners

NAME, SOURCE, USER = "ephemeral-volume-controller", "ephemeral_volume", "system:serviceaccount:kube-system:ephemeral-volume-controller"
PODS, CLAIMS = "pods", "persistentvolumeclaims"


def _pod_keys(pod, cache):
    return owners.own_key(pod, cache) if any("ephemeral" in v for v in pod["spec"].get("volumes") or ()) else []


WATCHES = {PODS: _pod_keys, CLAIMS: owners.controller_keys("Pod")}


def reconcile(key, ctx):
    """One pod."""
    pod = ctx.cache.get(PODS, *key)
    if pod is None or owners.is_deleted(pod):
        return
    for volume in pod["spec"].get("volumes") or ():
        if "ephemeral" in volume:
            _ensure(ctx, pod, new_claim(pod, volume))


def _ensure(ctx, pod, wanted):
    meta = wanted["metadata"]
    current = ctx.cache.get(CLAIMS, meta["namespace"], meta["name"])
    if current is None:
        ctx.create(CLAIMS, wanted)
    elif not owners.is_controlled_by(current, pod):
        text = f"PVC {meta['namespace']}/{meta['name']} was not created for pod {pod['metadata']['namespace']}/{pod['metadata']['name']} (pod is not owner)"
        ctx.events.warning(pod, "EphemeralVolumeProvisioningFailed", text, once=True)


def new_claim(pod: dict, volume: dict) -> dict:
    """The claim for one ephemeral volume: POD-VOLUME, owned by the pod."""
    template, meta = volume["ephemeral"]["volumeClaimTemplate"], pod["metadata"]
    made = {"name": f"{meta['name']}-{volume['name']}", "namespace": meta["namespace"], "ownerReferences": [owners.controller_reference(pod)]}
    made.update((name, value) for name in ("labels", "annotations") if (value := (template.get("metadata") or {}).get(name)))
    return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": made, "spec": template["spec"]}
