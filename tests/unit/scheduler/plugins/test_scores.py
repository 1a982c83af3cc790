"""The scores, each alone."""
from __future__ import annotations

from kubectl_lite.scheduler.plugins import (image_locality, inter_pod_affinity, node_affinity, node_resources_balanced_allocation, node_resources_fit,
                                            pod_topology_spread, priority_sort, taint_toleration)
from tests.unit.scheduler.builders import node, pod, scores

GIB = 1024 ** 3


def test_emptier_nodes_score_higher():
    found = scores(node_resources_fit, pod(cpu="1", memory="1Gi"), node("n1"), (node("n2"), [pod("x", cpu="2", memory="4Gi")]))
    assert found == {"n1": (75 + 87) // 2, "n2": (25 + 37) // 2}


def test_balanced_nodes_score_higher_and_best_effort_pods_change_nothing():
    nodes = [node("n1"), (node("n2"), [pod("x", cpu="3")])]
    assert scores(node_resources_balanced_allocation, pod(cpu="1", memory="2Gi"), *nodes) == {"n1": 100, "n2": 62}
    assert scores(node_resources_balanced_allocation, pod(), *nodes) is None


def test_tolerated_preferences_do_not_count():
    taint = {"key": "k", "effect": "PreferNoSchedule"}
    nodes = [node("n1"), node("n2", taints=[taint]), node("n3", taints=[taint, {**taint, "key": "j"}])]
    assert scores(taint_toleration, pod(), *nodes) == {"n1": 100, "n2": 50, "n3": 0}
    assert scores(taint_toleration, pod(tolerations=[{"operator": "Exists"}]), *nodes) == {"n1": 100, "n2": 100, "n3": 100}


def test_preferred_affinity_adds_its_weights():
    def preference(weight, zone):
        return {"weight": weight, "preference": {"matchExpressions": [{"key": "zone", "operator": "In", "values": [zone]}]}}
    found = pod(affinity={"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [preference(10, "a"), preference(40, "b")]}})
    assert scores(node_affinity, found, node("n1", labels={"zone": "a"}), node("n2", labels={"zone": "b"}), node("n3")) == {"n1": 25, "n2": 100, "n3": 0}
    assert scores(node_affinity, pod(), node("n1")) is None


def test_images_that_are_there_count_by_size_and_spread():
    image = {"names": ["app:1"], "sizeBytes": 900 * 1024 ** 2}
    found = scores(image_locality, pod(), node("n1", images=[image]), node("n2"))
    assert found["n1"] > found["n2"] == 0
    assert scores(image_locality, pod(), node("n1")) is None


def test_images_without_a_tag_are_the_latest():
    image = {"names": ["app:latest"], "sizeBytes": GIB}
    assert scores(image_locality, pod(image="app"), node("n1", images=[image]), node("n2"))["n1"] > 0


def test_pods_of_a_service_are_spread_by_default():
    service = {"metadata": {"name": "web", "namespace": "demo"}, "spec": {"selector": {"app": "web"}}}
    other = pod("x", labels={"app": "web"})
    nodes = [(node("n1"), [other]), node("n2")]
    found = scores(pod_topology_spread, pod(labels={"app": "web"}), *nodes, services=[service])
    assert found["n2"] > found["n1"]
    assert scores(pod_topology_spread, pod(labels={"app": "web"}), *nodes) is None


def test_preferred_neighbours():
    def wish(kind, weight):
        term = {"labelSelector": {"matchLabels": {"app": "db"}}, "topologyKey": "kubernetes.io/hostname"}
        return {kind: {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": weight, "podAffinityTerm": term}]}}
    nodes = [(node("n1"), [pod("x", labels={"app": "db"})]), node("n2")]
    assert scores(inter_pod_affinity, pod(affinity=wish("podAffinity", 10)), *nodes) == {"n1": 100, "n2": 0}
    assert scores(inter_pod_affinity, pod(affinity=wish("podAntiAffinity", 10)), *nodes) == {"n1": 0, "n2": 100}
    assert scores(inter_pod_affinity, pod(), *nodes) is None


def test_queue_order():
    found = [pod("young", created="2024-01-01T00:00:00Z"), pod("old"), pod("vip", priority=10, created="2024-01-01T00:00:00Z")]
    assert [p["metadata"]["name"] for p in sorted(found, key=priority_sort.sort_key)] == ["vip", "old", "young"]
