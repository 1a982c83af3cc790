from __future__ import annotations

from kubectl_lite.kubelet import addresses


def node(name="n1", address=None, cidr=None):
    status = {"addresses": [{"type": "Hostname", "address": name}, {"type": "InternalIP", "address": address}]} if address else {}
    return {"metadata": {"name": name}, "spec": {"podCIDR": cidr} if cidr else {}, "status": status}


def test_host_address_is_the_nodes_or_made_from_its_name():
    assert addresses.host_ip(node(address="192.168.0.7")) == "192.168.0.7"
    made = addresses.host_ip(node("a"))
    assert made.startswith("172.18.") and made == addresses.host_ip(node("a")) != addresses.host_ip(node("b"))


def test_lowest_free_address_of_the_nodes_range():
    assert addresses.pod_ip(node(cidr="10.9.9.0/24"), ()) == "10.9.9.2"
    assert addresses.pod_ip(node(cidr="10.9.9.0/24"), {"10.9.9.2", "10.9.9.3"}) == "10.9.9.4"
    assert addresses.pod_ip(node(), ()) == "10.244.0.2"


def test_search_goes_on_where_it_ended_and_comes_round():
    small = node(cidr="10.9.9.0/29")
    assert addresses.pod_ip(small, (), "10.9.9.3") == "10.9.9.4"
    assert addresses.pod_ip(small, {"10.9.9.6"}, "10.9.9.5") == "10.9.9.2"
    assert addresses.pod_ip(small, {f"10.9.9.{i}" for i in range(8)}, "10.9.9.5") == ""
