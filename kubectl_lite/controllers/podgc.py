"""Pod garbage collector: pods whose node is gone, pods that ended before they were bound, and finished pods beyond the threshold.

Mirrors pkg/controller/podgc.
"""
from __future__ import annotations

from kubectl_lite.controllers import conditions, nodes, owners, pods
from kubectl_lite.machinery.wire import STRATEGIC_PATCH

NAME, USER = "pod-garbage-collector-controller", "system:serviceaccount:kube-system:pod-garbage-collector"
NODES, PODS = "nodes", "pods"


def _node_keys(node, cache):
    """The pods of a node that has just gone."""
    name = node["metadata"]["name"]
    return [] if cache.get(NODES, "", name) else [owners.own_key(pod, cache)[0] for pod in nodes.pods_on(cache, name)]


WATCHES = {PODS: owners.own_key, NODES: _node_keys}


def reconcile(key, ctx):
    """One pod."""
    pod = ctx.cache.get(PODS, *key)
    if pod is None:
        return
    node = pod["spec"].get("nodeName")
    if node and ctx.cache.get(NODES, "", node) is None:
        _mark(ctx, pod)
        _remove(ctx, pod)
    elif not node and owners.is_deleted(pod):
        _remove(ctx, pod)


def _mark(ctx, pod):
    """Say why, and that a pod which had not finished has failed."""
    status = pod.get("status") or {}
    if pods.phase(pod) in ("Succeeded", "Failed") or conditions.find(status.get("conditions"), "DisruptionTarget"):
        return
    condition = {"type": "DisruptionTarget", "status": "True", "lastProbeTime": None, "lastTransitionTime": ctx.timestamp,
                 "reason": "DeletionByPodGC", "message": "PodGC: node no longer exists"}
    ctx.patch(PODS, pod, {"status": {"phase": "Failed", "conditions": [condition]}}, STRATEGIC_PATCH, subresource="status")


def _remove(ctx, pod):
    if pod["metadata"].get("deletionGracePeriodSeconds") != 0:
        ctx.delete(PODS, pod, grace=0)
