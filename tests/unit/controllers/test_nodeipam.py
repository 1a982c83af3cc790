"""Which range of pod addresses each node gets."""
from __future__ import annotations

import pytest

from kubectl_lite.controllers import nodeipam


def node(name, *cidrs, born="2026-01-01T00:00:00Z"):
    return {"metadata": {"name": name, "creationTimestamp": born}, "spec": {"podCIDR": cidrs[0], "podCIDRs": list(cidrs)} if cidrs else {}}


def planned(*nodes):
    return {made["metadata"]["name"]: given for made, given in nodeipam.plan(list(nodes))}


def test_nodes_are_served_in_the_order_of_their_birth():
    young, old, named = node("a", born="2026-01-02T00:00:00Z"), node("c"), node("b")
    assert planned(young, old, named) == {"b": "10.244.0.0/24", "c": "10.244.1.0/24", "a": "10.244.2.0/24"}


@pytest.mark.parametrize("taken, first", [
    ("10.244.0.0/24", "10.244.1.0/24"), ("10.244.1.0/24", "10.244.0.0/24"), ("10.244.0.0/23", "10.244.2.0/24"), ("10.244.0.128/25", "10.244.1.0/24"),
    ("10.0.0.0/8", ""), ("192.168.0.0/16", "10.244.0.0/24"), ("fd00::/64", "10.244.0.0/24"),
])
def test_no_address_belongs_to_two(taken, first):
    assert planned(node("a", taken), node("b")) == {"b": first}


def test_what_a_deleted_node_had_is_used_again():
    assert planned(node("a", "10.244.0.0/24"), node("c", "10.244.2.0/24"), node("d")) == {"d": "10.244.1.0/24"}
