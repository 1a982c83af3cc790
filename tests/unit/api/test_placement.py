from __future__ import annotations

import pytest

from kubectl_lite.api import placement

MIB = 1024 * 1024


def node(labels=None, name="n1"):
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": {}}


def pod(*containers, inits=(), **spec):
    return {"metadata": {"name": "p"}, "spec": {"containers": list(containers), "initContainers": list(inits), **spec}}


def container(cpu=None, memory=None, **more):
    return {"name": "c", "resources": {"requests": {k: v for k, v in (("cpu", cpu), ("memory", memory)) if v}}, **more}


@pytest.mark.parametrize("operator, values, label, holds", [
    ("In", ["a", "b"], "a", True), ("In", ["a"], "c", False), ("In", ["a"], None, False), ("NotIn", ["a"], None, True), ("NotIn", ["a"], "a", False),
    ("Exists", [], "x", True), ("Exists", [], None, False), ("DoesNotExist", [], None, True), ("Gt", ["5"], "6", True), ("Gt", ["5"], "5", False),
    ("Lt", ["5"], "4", True), ("Gt", ["5"], "many", False), ("Lt", ["5"], None, False),
])
def test_operators_of_node_selectors(operator, values, label, holds):
    term = {"matchExpressions": [{"key": "k", "operator": operator, "values": values}]}
    assert placement.term_matches(term, node({"k": label} if label else {})) is holds


def test_terms_are_alternatives_and_an_empty_one_matches_nothing():
    selector = {"nodeSelectorTerms": [{}, {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n2"]}]}]}
    assert not placement.selector_matches(selector, node(name="n1"))
    assert placement.selector_matches(selector, node(name="n2"))
    assert not placement.selector_matches(None, node())


def test_selector_and_affinity_must_both_hold():
    affinity = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
        "nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]}]}}}
    found = pod(nodeSelector={"disk": "ssd"}, affinity=affinity)
    assert placement.fits_affinity(found, node({"disk": "ssd", "zone": "a"}))
    assert not placement.fits_affinity(found, node({"disk": "ssd"}))
    assert not placement.fits_affinity(found, node({"zone": "a"}))
    assert placement.fits_affinity(pod(), node())


@pytest.mark.parametrize("toleration, holds", [
    ({"operator": "Exists"}, True), ({"key": "k", "operator": "Exists"}, True), ({"key": "k", "value": "v"}, True), ({"key": "k", "value": "x"}, False),
    ({"key": "k", "operator": "Exists", "effect": "NoExecute"}, False), ({"key": "other", "operator": "Exists"}, False),
    ({"key": "k", "operator": "Gt", "value": "1"}, False),
])
def test_tolerations(toleration, holds):
    assert placement.tolerates(toleration, {"key": "k", "value": "v", "effect": "NoSchedule"}) is holds


@pytest.mark.parametrize("operator, wanted, holds", [("Gt", "500", True), ("Gt", "900", False), ("Lt", "950", True), ("Lt", "900", False)])
def test_numeric_tolerations(operator, wanted, holds):
    assert placement.tolerates({"key": "sla", "operator": operator, "value": wanted}, {"key": "sla", "value": "900", "effect": "NoSchedule"}) is holds


def test_untolerated_looks_at_the_given_effects_only():
    taints = [{"key": "a", "effect": "PreferNoSchedule"}, {"key": "b", "effect": "NoSchedule"}]
    assert placement.untolerated(taints, [], ("NoSchedule",))["key"] == "b"
    assert placement.untolerated(taints, [], ("NoExecute",)) is None
    assert placement.untolerated(None, None, ("NoExecute",)) is None


def test_init_containers_count_at_their_peak_and_sidecars_throughout():
    found = pod(container("1"), container("500m"), inits=[container("3"), container("200m", restartPolicy="Always"), container("1")])
    assert placement.requests(found) == {"cpu": 3000}
    found = pod(container("1"), inits=[container("200m", restartPolicy="Always"), container("3")])
    assert placement.requests(found) == {"cpu": 3200}


def test_pod_level_requests_take_the_place_of_the_containers_and_overhead_is_added():
    found = pod(container("1", "1Mi"), resources={"requests": {"cpu": "2"}}, overhead={"cpu": "100m"})
    assert placement.requests(found) == {"cpu": 2100, "memory": MIB}


def test_scores_take_a_container_without_requests_for_a_little():
    assert placement.nonzero_requests(pod(container())) == {"cpu": 100, "memory": 200 * MIB}
    assert placement.nonzero_requests(pod(container("1", "1Mi"), container())) == {"cpu": 1100, "memory": 201 * MIB}


@pytest.mark.parametrize("one, other, collide", [
    (("0.0.0.0", "TCP", 80), ("10.0.0.1", "TCP", 80), True), (("10.0.0.1", "TCP", 80), ("10.0.0.2", "TCP", 80), False),
    (("0.0.0.0", "TCP", 80), ("0.0.0.0", "UDP", 80), False), (("0.0.0.0", "TCP", 80), ("0.0.0.0", "TCP", 81), False),
])
def test_host_ports_collide(one, other, collide):
    assert placement.ports_collide(one, other) is collide


def test_host_ports_of_containers_and_sidecars():
    port = {"containerPort": 80, "hostPort": 8080}
    found = pod({"name": "a", "ports": [port, {"containerPort": 1}]}, inits=[{"name": "b", "ports": [{**port, "protocol": "UDP"}], "restartPolicy": "Always"}])
    assert placement.host_ports(found) == [("0.0.0.0", "TCP", 8080), ("0.0.0.0", "UDP", 8080)]
