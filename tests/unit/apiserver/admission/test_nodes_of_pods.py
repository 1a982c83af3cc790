"""PodTopologyLabels and PodResizeValidator: what a pod's node means for the pod."""
from __future__ import annotations

import pytest

ZONED = {"topology.kubernetes.io/zone": "z", "topology.kubernetes.io/region": "r", "topology.kubernetes.io/rack": "k", "kubernetes.io/os": "linux"}


def node(world, name="n", labels=ZONED, cpu="2"):
    world.post("/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels}})
    world.patch(f"/api/v1/nodes/{name}/status", "merge", {"status": {"allocatable": {"cpu": cpu, "memory": "1Gi", "pods": "10"}}})


def pod(world, name="p", labels=None, **spec):
    resources = {"requests": {"cpu": "1", "memory": "512Mi"}}
    body = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": labels or {}}, "spec": {"containers": [{"name": "c", "image": "x", "resources": resources}], **spec}}
    return world.post("pods", body).body


COPIED = {"topology.kubernetes.io/zone": "z", "topology.kubernetes.io/region": "r"}


def test_a_bound_pod_has_the_topology_of_its_node(world):
    node(world)
    pod(world, labels={"a": "b", "topology.kubernetes.io/zone": "mine"})
    binding = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "p"}, "target": {"kind": "Node", "name": "n"}}
    assert world.post("pods/p/binding", binding).status == 201
    assert world.get("pods/p").body["metadata"]["labels"] == {"a": "b", **COPIED}


def test_and_so_has_one_that_is_born_there(world):
    node(world)
    assert pod(world, nodeName="n")["metadata"]["labels"] == COPIED
    assert "labels" not in pod(world, "elsewhere", nodeName="missing")["metadata"] and "labels" not in pod(world, "nowhere")["metadata"]


def resize(world, **requests):
    return world.patch("pods/p/resize", "strategic", {"spec": {"containers": [{"name": "c", "resources": {"requests": requests}}]}})


@pytest.mark.parametrize("requests, text", [
    ({"cpu": "3"}, "cpu, requested: 3000, allocatable: 2000"),
    ({"cpu": "3", "memory": "2Gi"}, "cpu, requested: 3000, allocatable: 2000; memory, requested: 2147483648, allocatable: 1073741824")])
def test_a_pod_does_not_outgrow_its_node(world, requests, text):
    node(world)
    pod(world, nodeName="n")
    refused = resize(world, **requests)
    assert refused.body["message"] == f'pods "p" is forbidden: Node didn\'t have enough allocatable resources: {text}'
    assert refused.body["details"]["causes"] == [{"reason": "NodeCapacity"}]
    assert resize(world, cpu="2").status == 200


def test_resize_is_for_linux(world):
    node(world, labels={"kubernetes.io/os": "windows"})
    pod(world, nodeName="n")
    refused = resize(world, cpu="2")
    assert refused.body["message"].endswith('pod resize is only supported on linux nodes, node "n" is "windows"')
    assert refused.body["details"]["causes"] == [{"reason": "UnsupportedPlatform"}]
    assert resize(world, cpu="1").status == 200  # changes nothing


def test_pods_without_a_node_grow_freely(world):
    pod(world)
    assert resize(world, cpu="99").status == 200
    pod(world, "q", nodeName="gone")
    refused = world.patch("pods/q/resize", "strategic", {"spec": {"containers": [{"name": "c", "resources": {"requests": {"cpu": "2"}}}]}})
    assert refused.body["message"] == 'pods "q" is forbidden: node "gone" not found'
