"""Addresses: a node's own, and one for each pod sandbox out of the node's pod range. Pure."""
from __future__ import annotations

import ipaddress
import zlib
from itertools import chain

CLUSTER_RANGE = "10.244.0.0/16"  # where nodes have no range of their own
NODE_RANGE = (172, 18)


def host_ip(node: dict) -> str:
    """The node's internal address; one made from its name where it has none."""
    for address in (node.get("status") or {}).get("addresses") or ():
        if address["type"] == "InternalIP":
            return address["address"]
    number = zlib.crc32(node["metadata"]["name"].encode()) % (254 * 254)
    return f"{NODE_RANGE[0]}.{NODE_RANGE[1]}.{number // 254}.{number % 254 + 1}"


def pod_ip(node: dict, used, after: str = "") -> str:
    """The lowest free address of the node's pod range that comes after `after`, else the lowest; "" when all are used.

    `used` (anything with `in`) are the addresses that pods have.
    """
    network = ipaddress.ip_network(node["spec"].get("podCIDR") or CLUSTER_RANGE, strict=False)
    first, last = int(network.network_address) + 2, int(network.broadcast_address)  # not the network itself, nor the bridge
    begin = max(first, int(ipaddress.ip_address(after)) + 1) if after and ipaddress.ip_address(after) in network else first
    for number in chain(range(begin, last), range(first, begin)):
        address = str(ipaddress.ip_address(number))
        if address not in used:
            return address
    return ""
