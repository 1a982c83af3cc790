"""Node IPAM controller: gives each node a range of pod addresses of its own. Mirrors pkg/controller/nodeipam (RangeAllocator).

All nodes that lack a range are served together and in the order of their birth, so that two who do this at once decide alike: then the one
who is late is refused instead of giving the same range to another node.
"""
from __future__ import annotations

from ipaddress import ip_network

NAME, SOURCE, USER = "node-ipam-controller", "cidrAllocator", "system:serviceaccount:kube-system:node-controller"
NODES = "nodes"
CLUSTER, LENGTH = ip_network("10.244.0.0/14"), 24  # where pods live, and how much of it one node gets
NONE_LEFT = "CIDRNotAvailable"


def _lacking(node, cache):
    return () if ranges(node) else (NODES,)


WATCHES = {NODES: _lacking}


def reconcile(_key, ctx):
    """All nodes without a range."""
    nodes = ctx.cache.list(NODES)
    for node, given in plan(nodes):
        if given:
            ctx.patch(NODES, node, {"metadata": {"resourceVersion": node["metadata"]["resourceVersion"]}, "spec": {"podCIDR": given, "podCIDRs": [given]}})
        else:
            ctx.events.normal(node, NONE_LEFT, f"Node {node['metadata']['name']} status is now: {NONE_LEFT}", once=True)


def plan(nodes: list) -> list[tuple]:
    """(node, its new range or "") of each node that has none."""
    lacking = sorted((n for n in nodes if not ranges(n)), key=lambda n: (n["metadata"]["creationTimestamp"], n["metadata"]["name"]))
    used = {number for node in nodes for text in ranges(node) for number in _numbers(text)} if lacking else ()
    free = (str(network) for number, network in enumerate(CLUSTER.subnets(new_prefix=LENGTH)) if number not in used)
    return [(node, next(free, "")) for node in lacking]


def ranges(node: dict) -> list[str]:
    return node.get("spec", {}).get("podCIDRs") or []


def _numbers(text):
    """Which of the cluster's ranges one has a part in."""
    network = ip_network(text, strict=False)
    if network.version != CLUSTER.version or not network.overlaps(CLUSTER):
        return range(0)
    size = 1 << CLUSTER.max_prefixlen - LENGTH
    first, last = (int(address) - int(CLUSTER.network_address) for address in (network.network_address, network.broadcast_address))
    return range(max(first, 0) // size, min(last, CLUSTER.num_addresses - 1) // size + 1)
