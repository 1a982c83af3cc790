"""Endpoints and endpoint slices that follow services and pods."""
from __future__ import annotations

from tests.scenarios.conftest import kind, pod, workload

SLICES = "endpointslices.discovery.k8s.io"


def service(name="web", **spec):
    return kind("Service", name, spec={"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}], **spec})


def slices(world, name="web"):
    return world.list(SLICES, label_selector=f"kubernetes.io/service-name={name}")


def test_endpoints_follow_a_pod(world):
    world.create(service())
    world.settle()
    assert "subsets" not in world.get("endpoints", "web")
    empty = slices(world)[0]
    assert (empty["addressType"], empty.get("endpoints"), empty.get("ports")) == ("IPv4", None, None)
    world.create(pod("a", labels={"app": "web"}))
    world.settle()
    found = world.get("pods", "a")
    target = {"kind": "Pod", "name": "a", "namespace": "demo", "uid": found["metadata"]["uid"]}
    subset = world.get("endpoints", "web")["subsets"]
    assert subset == [{"addresses": [{"ip": found["status"]["podIP"], "nodeName": found["spec"]["nodeName"], "targetRef": target}],
                       "ports": [{"port": 8080, "protocol": "TCP"}]}]
    one = slices(world)[0]
    assert one["endpoints"] == [{"addresses": [found["status"]["podIP"]], "conditions": {"ready": True, "serving": True, "terminating": False},
                                 "nodeName": found["spec"]["nodeName"], "targetRef": target}]
    assert one["ports"] == [{"name": "", "port": 8080, "protocol": "TCP"}]
    assert one["metadata"]["name"] == empty["metadata"]["name"] and one["metadata"]["generateName"] == "web-"
    assert one["metadata"]["ownerReferences"][0]["kind"] == "Service"
    world.patch("pods", "a", {"metadata": {"labels": {"app": None}}})
    world.settle()
    assert not world.get("endpoints", "web").get("subsets") and not slices(world)[0].get("endpoints")
    world.delete("services", "web")
    world.settle()
    assert world.get("endpoints", "web") is None and slices(world) == []


def test_pods_that_are_not_ready(world):
    world.create(service())
    world.create(service("early", publishNotReadyAddresses=True))
    world.create(pod("a", labels={"app": "web"}, readinessGates=[{"conditionType": "example.com/never"}]))
    world.settle()
    assert world.get("endpoints", "web")["subsets"][0]["notReadyAddresses"][0]["targetRef"]["name"] == "a"
    assert world.get("endpoints", "early")["subsets"][0]["addresses"][0]["targetRef"]["name"] == "a"
    assert slices(world)[0]["endpoints"][0]["conditions"] == {"ready": False, "serving": False, "terminating": False}
    assert slices(world, "early")[0]["endpoints"][0]["conditions"] == {"ready": True, "serving": False, "terminating": False}


def test_headless_services_carry_host_names(world):
    world.create(service(clusterIP="None"))
    world.create(pod("a", labels={"app": "web"}, hostname="host-a", subdomain="web"))
    world.settle()
    assert slices(world)[0]["endpoints"][0]["hostname"] == "host-a"
    assert slices(world)[0]["metadata"]["labels"]["service.kubernetes.io/headless"] == ""
    assert world.get("endpoints", "web")["subsets"][0]["addresses"][0]["hostname"] == "host-a"


def test_hand_made_endpoints_are_mirrored(world):
    world.create(kind("Service", "ext", spec={"ports": [{"port": 80}]}))
    world.settle()
    assert world.list("endpoints") == [] and slices(world, "ext") == []
    world.create(kind("Endpoints", "ext", subsets=[{"addresses": [{"ip": "192.0.2.1"}], "ports": [{"name": "http", "port": 8080}]}]))
    world.settle()
    one = slices(world, "ext")[0]
    assert one["endpoints"] == [{"addresses": ["192.0.2.1"], "conditions": {"ready": True}}]
    assert one["ports"] == [{"name": "http", "port": 8080, "protocol": "TCP"}]
    world.delete("endpoints", "ext")
    world.settle()
    assert slices(world, "ext") == []


def test_slices_hold_a_hundred_endpoints_each(world):
    for i in range(4):
        world.create(kind("Node", f"big{i}", namespace=None))
    world.create(service())
    world.create(workload("ReplicaSet", replicas=150))
    world.settle()
    assert sorted(len(s["endpoints"]) for s in slices(world)) == [50, 100]
    world.scale("replicasets.apps", "web", 120)
    world.settle()
    assert sum(len(s["endpoints"]) for s in slices(world)) == 120


def test_a_deleted_service_range_stays_while_a_service_has_an_address_in_it(world):
    ranges = "servicecidrs.networking.k8s.io"
    world.create({"apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR", "metadata": {"name": "extra"}, "spec": {"cidrs": ["10.77.0.0/24"]}})
    world.settle()
    world.create(service(clusterIP="10.77.0.50"))
    world.delete(ranges, "extra", namespace="")
    world.settle()
    ready = world.get(ranges, "extra", namespace="")["status"]["conditions"][0]
    assert (ready["status"], ready["reason"]) == ("False", "Terminating")
    world.delete("services", "web")
    world.settle()
    assert [r["metadata"]["name"] for r in world.list(ranges, namespace="")] == ["kubernetes"]
