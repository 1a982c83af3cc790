"""Kubelets: the kubelets of all nodes as one participant. It looks, asks the stages, and writes what they say as the pod's node."""
from __future__ import annotations

from kubectl_lite.kubelet import addresses, node, stages
from kubectl_lite.kubelet.sight import Sight
from kubectl_lite.machinery.env import format_micro_time

PODS, NODES, LEASES = "pods", "nodes", "leases.coordination.k8s.io"
NEEDED = ("configmaps", "secrets")
NODE_USER = "system:node:"


class Kubelets:
    """Steps pods through their stages. What it remembers (the last address given on each node) only saves searching."""

    NAME = SOURCE = "kubelet"
    USER = "system:nodes"

    def __init__(self):
        self.WATCHES = {PODS: _pod_keys, NODES: _node_keys, **{resource: _waiting_keys for resource in NEEDED}}
        self._last: dict[str, str] = {}

    def reconcile(self, key, ctx):
        """One pod, or one node (namespace "")."""
        namespace, name = key
        return self._pod(namespace, name, ctx) if namespace else self._node(name, ctx)

    def _node(self, name, ctx):
        """Register a node that nobody has registered; see that every registered one has its Lease."""
        found = ctx.cache.get(NODES, "", name)
        if found is None:
            return
        hands = ctx.acting_as(NODE_USER + name, "kubelet", name)
        if node.ready_condition(found) is None:
            found = hands.update_status(NODES, found, node.registered(found, ctx.timestamp))
        if node.is_simulated(found) and ctx.cache.get(LEASES, node.LEASE_NAMESPACE, name) is None:
            hands.create(LEASES, node.lease(found, format_micro_time(ctx.now)))

    def _pod(self, namespace, name, ctx):
        pod = ctx.cache.get(PODS, namespace, name)
        on = pod and ctx.cache.get(NODES, "", pod["spec"].get("nodeName", ""))
        if not node.has_kubelet(on):
            return None
        _, step = stages.next_step(self._sight(pod, on, ctx))
        hands = ctx.acting_as(NODE_USER + on["metadata"]["name"], "kubelet", on["metadata"]["name"])
        for type_, reason, message, path in step.events:
            hands.events.record(pod, type_, reason, message, field_path=path, once=type_ == "Warning" or step.status is None)
        if step.status is not None:
            hands.update_status(PODS, pod, step.status)
        if step.remove:
            hands.delete(PODS, pod, grace=0)
        return step.wait

    def _sight(self, pod, on, ctx):
        host = on["metadata"]["name"]

        def new_ip():
            self._last[host] = addresses.pod_ip(on, _Used(ctx.cache), self._last.get(host, ""))
            return self._last[host]

        def has_image(image):
            if any(image in (i.get("names") or ()) for i in (on.get("status") or {}).get("images") or ()):
                return True
            return bool(ctx.cache.indexed(PODS, "image", _images_on_node, (host, image)))
        return Sight(pod, on, ctx.cache.get, new_ip, has_image, ctx.now, ctx.timestamp, addresses.host_ip(on))


class _Used:
    """The addresses that pods have, asked one at a time."""

    def __init__(self, cache):
        self._cache = cache

    def __contains__(self, address):
        return bool(self._cache.indexed(PODS, "address", _addresses_of, address))


def _addresses_of(pod):
    status = pod.get("status") or {}
    return [] if status.get("phase") in ("Succeeded", "Failed") else [entry["ip"] for entry in status.get("podIPs") or ()]


def _images_on_node(pod):
    """(node, image) of everything that was started on a node."""
    host = pod["spec"].get("nodeName")
    status = pod.get("status") or {}
    found = (status.get("containerStatuses") or []) + (status.get("initContainerStatuses") or [])
    return [(host, s["image"]) for s in found if s.get("imageID")]


def _pod_keys(pod, _cache):
    return [(pod["metadata"]["namespace"], pod["metadata"]["name"])] if pod["spec"].get("nodeName") else []


def _node_keys(found, cache):
    name = found["metadata"]["name"]
    pods = cache.indexed(PODS, "node", lambda pod: [pod["spec"].get("nodeName")], name) if node.has_kubelet(found) else []
    return [("", name)] + [(pod["metadata"]["namespace"], pod["metadata"]["name"]) for pod in pods]


def _waiting_keys(found, cache):
    """A ConfigMap or Secret concerns the pods of its namespace that do not run yet."""
    pods = cache.list(PODS, found["metadata"]["namespace"])
    return [(p["metadata"]["namespace"], p["metadata"]["name"]) for p in pods
            if p["spec"].get("nodeName") and (p.get("status") or {}).get("phase", "Pending") == "Pending"]


def participant() -> Kubelets:
    """The kubelets of a run."""
    return Kubelets()
