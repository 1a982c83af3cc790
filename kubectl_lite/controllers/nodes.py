"""What the controllers of nodes share: keys by node name, and the pods on a node."""
from __future__ import annotations


def name_keys(node, _cache):
    """A keys function for nodes: the name."""
    return [node["metadata"]["name"]]


def node_of(pod):
    return [pod["spec"].get("nodeName", "")]


def node_of_pod_keys(pod, _cache):
    """A keys function for pods: the name of the node they are bound to."""
    return [name for name in node_of(pod) if name]


def pods_on(cache, name: str) -> list:
    """The pods bound to a node."""
    return cache.indexed("pods", "node", node_of, name)
