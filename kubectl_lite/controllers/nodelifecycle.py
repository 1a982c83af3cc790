"""Node lifecycle controller: taints that follow a node's conditions, and pods marked not ready with their node. Mirrors pkg/controller/nodelifecycle.

It does not watch heartbeats: a simulated node is as ready as its Ready condition says.
"""
from __future__ import annotations

from kubectl_lite.controllers import conditions, nodes
from kubectl_lite.machinery.wire import STRATEGIC_PATCH

NAME, SOURCE, USER = "node-lifecycle-controller", "node-controller", "system:serviceaccount:kube-system:node-controller"
NODES, PODS = "nodes", "pods"
WATCHES = {NODES: nodes.name_keys, PODS: nodes.node_of_pod_keys}
PREFIX = "node.kubernetes.io/"
NOT_READY, UNREACHABLE, UNSCHEDULABLE = PREFIX + "not-ready", PREFIX + "unreachable", PREFIX + "unschedulable"
NO_SCHEDULE, NO_EXECUTE = "NoSchedule", "NoExecute"
# (condition, its status, taint)
BY_CONDITION = (
    ("Ready", "False", NOT_READY), ("Ready", "Unknown", UNREACHABLE),
    ("MemoryPressure", "True", PREFIX + "memory-pressure"), ("DiskPressure", "True", PREFIX + "disk-pressure"),
    ("NetworkUnavailable", "True", PREFIX + "network-unavailable"), ("PIDPressure", "True", PREFIX + "pid-pressure"),
)
OURS = {(key, NO_SCHEDULE) for _, _, key in BY_CONDITION} | {(UNSCHEDULABLE, NO_SCHEDULE), (NOT_READY, NO_EXECUTE), (UNREACHABLE, NO_EXECUTE)}


def reconcile(name, ctx):
    """One node."""
    node = ctx.cache.get(NODES, "", name)
    if node is None:
        return
    ctx.events.normal(node, "RegisteredNode", f"Node {name} event: Registered Node {name} in Controller", once=True)
    taints = plan_taints(node, ctx.timestamp)
    if taints != (node["spec"].get("taints") or []):
        ctx.patch(NODES, node, {"metadata": {"resourceVersion": node["metadata"]["resourceVersion"]}, "spec": {"taints": taints or None}})
    ready = conditions.find((node.get("status") or {}).get("conditions"), "Ready")
    if ready is not None and ready["status"] != "True":
        _mark_pods(ctx, name)


def plan_taints(node: dict, now: str) -> list:
    """The node's taints with ours as its conditions ask: those that stay in their places, new ones at the end."""
    wanted = wanted_taints(node)
    have = node["spec"].get("taints") or []
    kept = [t for t in have if (t["key"], t["effect"]) not in OURS or (t["key"], t["effect"]) in wanted]
    present = {(t["key"], t["effect"]) for t in kept}
    return kept + [{"key": key, "effect": effect, "timeAdded": now} for key, effect in wanted if (key, effect) not in present]


def wanted_taints(node: dict) -> list:
    """(key, effect) of the taints that the node's conditions and its cordon call for."""
    found = (node.get("status") or {}).get("conditions")
    if conditions.find(found, "Ready") is None:
        return [(NOT_READY, NO_SCHEDULE)]  # nobody has reported for the node yet
    holds = [key for type_, status, key in BY_CONDITION if (conditions.find(found, type_) or {}).get("status") == status]
    wanted = [(key, NO_SCHEDULE) for key in holds]
    if node["spec"].get("unschedulable"):
        wanted.append((UNSCHEDULABLE, NO_SCHEDULE))
    return wanted + [(key, NO_EXECUTE) for key in holds if key in (NOT_READY, UNREACHABLE)]


def _mark_pods(ctx, name):
    for pod in nodes.pods_on(ctx.cache, name):
        found = conditions.find((pod.get("status") or {}).get("conditions"), "Ready")
        if found is not None and found["status"] == "True":
            ctx.events.warning(pod, "NodeNotReady", "Node is not ready")
            change = {"type": "Ready", "status": "False", "lastTransitionTime": ctx.timestamp}
            ctx.patch(PODS, pod, {"status": {"conditions": [change]}}, STRATEGIC_PATCH, subresource="status")
