"""Snapshot: the nodes with the pods on them, as one scheduling run sees them; kept up to date as the run binds pods."""
from __future__ import annotations

from kubectl_lite.api import placement

FINISHED = ("Succeeded", "Failed")


class NodeInfo:
    """One node: its object, its pods, and what they ask for."""
    __slots__ = ("node", "name", "labels", "allocatable", "pods", "requested", "nonzero", "ports")

    def __init__(self, node):
        self.node, self.name = node, node["metadata"]["name"]
        self.labels = node["metadata"].get("labels") or {}
        status = node.get("status") or {}
        self.allocatable = placement.amounts(status.get("allocatable", status.get("capacity")))
        self.pods: list = []
        self.requested: dict[str, int] = {}
        self.nonzero = {"cpu": 0, "memory": 0}
        self.ports: list = []

    def add(self, pod: dict) -> None:
        self.pods.append(pod)
        self._count(pod, 1)
        self.ports.extend(placement.host_ports(pod))

    def remove(self, pod: dict) -> None:
        """Take a pod off (in thought): it is known by its uid."""
        uid = pod["metadata"]["uid"]
        self.pods = [p for p in self.pods if p["metadata"]["uid"] != uid]
        self._count(pod, -1)
        self.ports = [port for p in self.pods for port in placement.host_ports(p)]

    def copy(self) -> "NodeInfo":
        """One that can be changed without touching this."""
        other = NodeInfo.__new__(NodeInfo)
        other.node, other.name, other.labels, other.allocatable = self.node, self.name, self.labels, self.allocatable
        other.pods, other.ports = list(self.pods), list(self.ports)
        other.requested, other.nonzero = dict(self.requested), dict(self.nonzero)
        return other

    def _count(self, pod, sign):
        for name, value in placement.requests(pod).items():
            self.requested[name] = self.requested.get(name, 0) + sign * value
        nonzero = placement.nonzero_requests(pod)
        for name in self.nonzero:
            self.nonzero[name] += sign * nonzero.get(name, 0)


class Snapshot:
    """All nodes by name, in the order of their names."""

    def __init__(self, infos):
        self.infos: dict[str, NodeInfo] = infos

    def nodes(self) -> list[NodeInfo]:
        return list(self.infos.values())

    def pods(self):
        """Every pod on a node."""
        return (pod for info in self.infos.values() for pod in info.pods)

    def with_node(self, info: NodeInfo) -> "Snapshot":
        """The same with another picture of one node."""
        return Snapshot({**self.infos, info.name: info})


def take(cache) -> Snapshot:
    """The nodes and the unfinished pods bound to them."""
    nodes = sorted(cache.list("nodes"), key=lambda node: node["metadata"]["name"])
    snapshot = Snapshot({node["metadata"]["name"]: NodeInfo(node) for node in nodes})
    for pod in cache.list("pods"):
        info = snapshot.infos.get(pod["spec"].get("nodeName", ""))
        if info is not None and (pod.get("status") or {}).get("phase") not in FINISHED:
            info.add(pod)
    return snapshot
