"""TTL controller: how long kubelets of a cluster of this size may cache Secrets and ConfigMaps, as an annotation of nodes. Mirrors pkg/controller/ttl."""
from __future__ import annotations

from kubectl_lite.controllers import nodes

NAME, USER = "ttl-controller", "system:serviceaccount:kube-system:ttl-controller"
NODES = "nodes"
WATCHES = {NODES: nodes.name_keys}
ANNOTATION = "node.alpha.kubernetes.io/ttl"
# (cluster size up to, seconds)
BOUNDARIES = ((100, 0), (500, 15), (1000, 30), (2000, 60), (10000, 300))


def reconcile(name, ctx):
    """One node."""
    node = ctx.cache.get(NODES, "", name)
    wanted = str(seconds(len(ctx.cache.list(NODES))))
    if node is not None and (node["metadata"].get("annotations") or {}).get(ANNOTATION) != wanted:
        ctx.patch(NODES, node, {"metadata": {"annotations": {ANNOTATION: wanted}}})


def seconds(size: int) -> int:
    return next((ttl for limit, ttl in BOUNDARIES if size <= limit), BOUNDARIES[-1][1])
