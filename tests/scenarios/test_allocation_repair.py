"""What the API server keeps in order of its own accord: addresses of services, and the objects that no cluster is without."""
from __future__ import annotations

import pytest

from tests.scenarios.conftest import kind

ADDRESSES, RANGES, SLICES = "ipaddresses.networking.k8s.io", "servicecidrs.networking.k8s.io", "endpointslices.discovery.k8s.io"
MANAGED = {"ipaddress.kubernetes.io/ip-family": "IPv4", "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io"}
RANGE_LIVES = {"metadata": {"finalizers": None}}


def service(name="web", **spec):
    return kind("Service", name, spec={"ports": [{"port": 80}], **spec})


def address(ip, name="web", labels=None, resource="services", **ref):
    parent = {"resource": resource, "namespace": "demo", "name": name, **ref}
    return kind("IPAddress", ip, "networking.k8s.io/v1", namespace=None, labels=MANAGED if labels is None else labels, spec={"parentRef": parent})


def held(world):
    """{address: its service}"""
    return {a["metadata"]["name"]: a["spec"]["parentRef"]["name"] for a in world.list(ADDRESSES, "")}


def said(world, name, namespace="demo"):
    return [(e["reason"], e["message"]) for e in world.list("events", namespace) if e["involvedObject"]["name"] == name]


def test_an_address_that_was_deleted_is_made_again(world):
    world.create(service(clusterIP="10.0.0.9"))
    before = world.get(ADDRESSES, "10.0.0.9", "")
    world.delete(ADDRESSES, "10.0.0.9", "")
    world.settle()
    made = world.get(ADDRESSES, "10.0.0.9", "")
    assert made["spec"] == before["spec"] and made["metadata"]["labels"] == before["metadata"]["labels"]
    assert said(world, "web") == [("ClusterIPNotAllocated", "Cluster IP [IPv4]: 10.0.0.9 is not allocated; repairing")]
    assert not world.settle().writes


def test_a_leaked_address_goes_after_a_minute(world):
    world.create(address("10.0.0.9", "gone"))
    world.settle()
    world.pass_time(59)
    assert "10.0.0.9" in held(world)
    world.pass_time(2)
    assert held(world) == {"10.0.0.1": "kubernetes"}
    assert said(world, "10.0.0.9", "default") == [("IPAddressNotAllocated", "IPAddress: 10.0.0.9 for Service demo/gone appears to have leaked: cleaning up")]


def test_a_second_address_of_a_service_goes_at_once(world):
    world.create(service(clusterIP="10.0.0.9"))
    world.create(address("10.0.0.10"))
    world.settle()
    assert held(world) == {"10.0.0.1": "kubernetes", "10.0.0.9": "web"}
    assert said(world, "10.0.0.10", "default") == [("IPAddressWrongReference", "IPAddress: 10.0.0.10 for Service demo/web has a wrong reference; cleaning up")]


def test_what_others_manage_is_left_alone(world):
    world.create(address("10.0.0.9", "gone", labels={}))
    world.settle()
    assert not world.pass_time(3600).writes and "10.0.0.9" in held(world)


def test_an_address_that_names_no_service(world):
    world.create(address("10.0.0.9", "gw", resource="gateways", group="x.io"))
    world.settle()
    assert held(world) == {"10.0.0.1": "kubernetes"}
    assert said(world, "10.0.0.9", "default") == [("IPAddressNotAllocated",
        "IPAddress 10.0.0.9 appears to have been modified, not referencing a Service "
        "&ParentReference{Group:x.io,Resource:gateways,Namespace:demo,Name:gw,}: cleaning up")]


@pytest.mark.parametrize("other", [address("10.0.0.9", "gone"), address("10.0.0.9", "gw", labels={}, resource="gateways", group="x.io")], ids=["gone", "gateway"])
def test_an_address_that_names_another_is_made_anew(world, other):
    world.create(service(clusterIP="10.0.0.9"))
    world.delete(ADDRESSES, "10.0.0.9", "")
    world.create(other)
    world.settle()
    assert held(world) == {"10.0.0.1": "kubernetes", "10.0.0.9": "web"}
    assert said(world, "web") == [("ClusterIPNotAllocated", "the ClusterIP [IPv4]: 10.0.0.9 for Service demo/web has a wrong reference; repairing")]


def test_an_address_with_two_services_is_told_once(world):
    world.create(service("a", clusterIP="10.0.0.9"))
    world.delete(ADDRESSES, "10.0.0.9", "")
    world.create(service("b", clusterIP="10.0.0.9"))
    text = "Cluster IP [IPv4]:10.0.0.9 was assigned to multiple services; please recreate service"
    world.settle()
    assert said(world, "a") == [("ClusterIPAlreadyAllocated", text)] and held(world)["10.0.0.9"] == "b"
    assert not world.settle().writes


def test_an_address_outside_of_all_ranges_is_told_once(world):
    world.create(kind("ServiceCIDR", "more", "networking.k8s.io/v1", namespace=None, spec={"cidrs": ["10.9.0.0/24"]}))
    world.create(service(clusterIP="10.9.0.9"))
    world.settle()
    world.delete(RANGES, "more", "")
    world.patch(RANGES, "more", RANGE_LIVES, namespace="")
    world.settle()
    text = "Cluster IP [IPv4]: 10.9.0.9 is not within any configured Service CIDR; please recreate service"
    assert said(world, "web") == [("ClusterIPOutOfRange", text)]
    assert not world.settle().writes


def test_the_default_range_is_made_again(world):
    before = world.get(RANGES, "kubernetes", "")
    world.delete(RANGES, "kubernetes", "")
    world.patch(RANGES, "kubernetes", RANGE_LIVES, namespace="")
    assert world.get(RANGES, "kubernetes", "") is None
    world.settle()
    after = world.get(RANGES, "kubernetes", "")
    assert after["spec"] == before["spec"] and after["metadata"]["uid"] != before["metadata"]["uid"]
    assert world.conditions(RANGES, "kubernetes", "")["Ready"][0] == "True"


def test_the_service_of_the_api_server_comes_back_with_its_address_and_endpoints(world):
    kept = {resource: world.get(resource, "kubernetes", "default") for resource in ("services", "endpoints", SLICES)}
    for resource in kept:
        world.delete(resource, "kubernetes", "default")
    assert held(world) == {}
    world.settle()
    assert world.get("services", "kubernetes", "default")["spec"] == kept["services"]["spec"]
    assert world.get("endpoints", "kubernetes", "default")["subsets"] == kept["endpoints"]["subsets"]
    assert world.get(SLICES, "kubernetes", "default")["endpoints"] == kept[SLICES]["endpoints"]
    assert held(world) == {"10.0.0.1": "kubernetes"}


def test_a_system_namespace_is_made_again(world):
    world.delete("namespaces", "kube-node-lease", "")
    world.settle()
    assert world.get("namespaces", "kube-node-lease", "")["status"] == {"phase": "Active"}
