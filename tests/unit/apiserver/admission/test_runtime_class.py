"""RuntimeClass: what a pod gets from its class, and what it is refused."""
from __future__ import annotations

import pytest

CLASS = {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "vm"}, "handler": "vm", "overhead": {"podFixed": {"cpu": "100m"}},
         "scheduling": {"nodeSelector": {"vm": "yes"}, "tolerations": [{"key": "vm", "operator": "Exists"}]}}


@pytest.fixture
def vm(world):
    world.post("/apis/node.k8s.io/v1/runtimeclasses", CLASS)
    return world


def post(world, name="vm", **spec):
    return world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
                               "spec": {"containers": [{"name": "c", "image": "x"}], "runtimeClassName": name, **spec}})


def test_a_pod_gets_what_its_class_says(vm):
    spec = post(vm, tolerations=[{"key": "vm", "operator": "Equal", "value": "x", "effect": "NoSchedule"}, {"key": "own", "operator": "Exists"}]).body["spec"]
    assert (spec["overhead"], spec["nodeSelector"]) == ({"cpu": "100m"}, {"vm": "yes"})
    assert [t["key"] for t in spec["tolerations"] if "seconds" not in str(t).lower()] == ["own", "vm"]  # the class tolerates all that the pod's first did


@pytest.mark.parametrize("spec, text", [
    ({"overhead": {"cpu": "1"}}, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"),
    ({"nodeSelector": {"vm": "no"}}, "conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no"),
    ({"name": "other"}, 'pod rejected: RuntimeClass "other" not found'),
])
def test_what_a_pod_is_refused(vm, spec, text):
    assert post(vm, **spec).body["message"] == f'pods "p" is forbidden: {text}'


def test_an_overhead_of_the_same_amount_is_the_same(vm):
    assert post(vm, overhead={"cpu": "0.1"}).status == 201


@pytest.mark.parametrize("name, text", [("", "resource name may not be empty"), ("a/b%", "invalid resource name \"a/b%\": [may not contain '/' may not contain '%']")])
def test_a_name_that_no_request_can_carry(vm, name, text):
    answer = post(vm, name)
    assert (answer.status, answer.body["message"]) == (500, text)
