"""Taint eviction controller: pods that do not tolerate a NoExecute taint of their node go, at once or when their patience ends.

Mirrors pkg/controller/tainteviction. Since when a taint is there says its timeAdded, else whoever wrote it last (managedFields).
"""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.controllers import conditions, nodes, owners
from kubectl_lite.machinery.env import parse_time
from kubectl_lite.machinery.wire import STRATEGIC_PATCH

NAME, USER = "taint-eviction-controller", "system:serviceaccount:kube-system:node-controller"
NODES, PODS = "nodes", "pods"
FOR_EVER = float("inf")


def _node_keys(node, cache):
    return [owners.own_key(pod, cache)[0] for pod in nodes.pods_on(cache, node["metadata"]["name"])]


WATCHES = {NODES: _node_keys, PODS: lambda pod, cache: owners.own_key(pod, cache) if pod["spec"].get("nodeName") else []}


def reconcile(key, ctx):
    """One pod on a node; seconds until it has to go."""
    pod = ctx.cache.get(PODS, *key)
    if pod is None or owners.is_deleted(pod):
        return None
    node = ctx.cache.get(NODES, "", pod["spec"].get("nodeName", ""))
    wait = patience(pod, node, ctx.now) if node else FOR_EVER
    if wait == FOR_EVER:
        return None
    if wait > 0:
        return wait
    _evict(ctx, pod)
    return None


def patience(pod: dict, node: dict, now: float) -> float:
    """Seconds the pod may stay with the node's NoExecute taints: 0 for one it does not tolerate, infinite when it tolerates all for good."""
    left = [FOR_EVER]
    for taint in node["spec"].get("taints") or ():
        if taint["effect"] != placement.NO_EXECUTE:
            continue
        tolerating = [t for t in pod["spec"].get("tolerations") or () if placement.tolerates(t, taint)]
        if not tolerating:
            return 0
        limits = [t["tolerationSeconds"] for t in tolerating if t.get("tolerationSeconds") is not None]
        if limits:
            left.append(max(since(taint, node, now) + max(min(limits), 0) - now, 0))
    return min(left)


def since(taint: dict, node: dict, now: float) -> float:
    """When the taint was added, in seconds since the epoch."""
    if taint.get("timeAdded"):
        return parse_time(taint["timeAdded"])
    times = [entry["time"] for entry in node["metadata"].get("managedFields") or ()
             if entry.get("time") and "f:taints" in ((entry.get("fieldsV1") or {}).get("f:spec") or {})]
    return max(map(parse_time, times), default=now)


def _evict(ctx, pod):
    name = f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"
    ctx.events.normal(pod, "TaintManagerEviction", f"Marking for deletion Pod {name}")
    if conditions.find((pod.get("status") or {}).get("conditions"), "DisruptionTarget") is None:
        condition = {"type": "DisruptionTarget", "status": "True", "lastProbeTime": None, "lastTransitionTime": ctx.timestamp,
                     "reason": "DeletionByTaintManager", "message": "Taint manager: deleting due to NoExecute taint"}
        ctx.patch(PODS, pod, {"status": {"conditions": [condition]}}, STRATEGIC_PATCH, subresource="status")
    ctx.delete(PODS, pod)
