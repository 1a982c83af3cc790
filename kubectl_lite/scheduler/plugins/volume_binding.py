"""VolumeBinding: claims must be bound to volumes that reach the node, or be bindable to such when they waited for this pod."""
from __future__ import annotations

from kubectl_lite.api import volumes
from kubectl_lite.scheduler import claims
from kubectl_lite.scheduler.framework import SKIP, hopeless

NAME = "VolumeBinding"
UNBOUND = "pod has unbound immediate PersistentVolumeClaims"
AFFINITY = "node(s) didn't match PersistentVolume's node affinity"
NO_VOLUME = "node(s) didn't find available persistent volumes to bind"
MISSING_VOLUME = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"


def pre_filter(cycle):
    """Sort the claims into bound ones and those that wait for the pod; any other holds the pod up."""
    bound, waiting = [], []
    for name in volumes.claim_names(cycle.pod):
        claim = claims.find(cycle, name)
        if claim is None:
            return hopeless(f'persistentvolumeclaim "{name}" not found')
        if claim["metadata"].get("deletionTimestamp"):
            return hopeless(f'persistentvolumeclaim "{name}" is being deleted')
        if claims.is_bound(claim):
            bound.append(claim)
        elif claims.waits_for_pod(claims.storage_class(cycle, claim)) and not claim["spec"].get("volumeName"):
            waiting.append(claim)
        else:
            return hopeless(UNBOUND)
    cycle.state[NAME] = bound, waiting, {}
    return None if bound or waiting else SKIP


def filter(cycle, info):
    bound, waiting, chosen = cycle.state[NAME]
    for claim in bound:
        volume = cycle.cache.get(claims.VOLUMES, "", claim["spec"]["volumeName"])
        if volume is None:
            return hopeless(MISSING_VOLUME)
        if not claims.reaches(volume, info.node):
            return hopeless(AFFINITY)
    plan = _plan(cycle, waiting, info.node)
    if plan is None:
        return hopeless(NO_VOLUME)
    chosen[info.name] = plan
    return None


def _plan(cycle, waiting, node):
    """[(claim, volume or None to have one made)] for the node, or None when one of the claims finds nothing."""
    plan, taken = [], set()
    for claim in waiting:
        fitting = [v for v in cycle.cache.list(claims.VOLUMES) if v["metadata"]["name"] not in taken
                   and volumes.is_free_for(v, claim) and claims.reaches(v, node)]
        if fitting:
            volume = min(fitting, key=volumes.by_size)
            taken.add(volume["metadata"]["name"])
            plan.append((claim, volume))
        elif claims.storage_class(cycle, claim).get("provisioner") != claims.NO_PROVISIONER:
            plan.append((claim, None))
        else:
            return None
    return plan


def pre_bind(cycle, info):
    """Reserve the chosen volumes for their claims; the volume binder does the rest. A claim without volume asks for one on this node."""
    if NAME not in cycle.state:
        return
    for claim, volume in cycle.state[NAME][2].get(info.name, ()):
        if volume is None:
            _ask(cycle, claim, info)
        else:
            cycle.ctx.update(claims.VOLUMES, _reserved(volume, claim), was=volume)


def _reserved(volume, claim):
    meta = claim["metadata"]
    reference = {"kind": "PersistentVolumeClaim", "apiVersion": "v1", "namespace": meta["namespace"], "name": meta["name"], "uid": meta["uid"],
                 "resourceVersion": meta["resourceVersion"]}
    annotations = {**(volume["metadata"].get("annotations") or {}), "pv.kubernetes.io/bound-by-controller": "yes"}
    return {**volume, "metadata": {**volume["metadata"], "annotations": annotations}, "spec": {**volume["spec"], "claimRef": reference}}


def _ask(cycle, claim, info):
    annotations = {**(claim["metadata"].get("annotations") or {}), claims.SELECTED_NODE: info.name}
    cycle.ctx.update(claims.CLAIMS, {**claim, "metadata": {**claim["metadata"], "annotations": annotations}}, was=claim)
