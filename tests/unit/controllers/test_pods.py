from __future__ import annotations

import pytest

from kubectl_lite.controllers import pods
from tests.unit.controllers.builders import NOW, pod


def order(*found, related=()):
    return [p["metadata"]["name"] for p in pods.deletion_order(found, related or found, NOW)]


@pytest.mark.parametrize("first, second", [
    (pod("a", node=""), pod("b")),
    (pod("a", phase="Pending"), pod("b", phase="Unknown")),
    (pod("a", ready=False), pod("b")),
    (pod("a", annotations={pods.DELETION_COST: "-1"}), pod("b")),
    (pod("a", ready_at="2023-11-14T22:13:00Z"), pod("b", ready_at="2022-11-14T22:13:00Z")),
    (pod("a", created="2023-11-14T22:13:00Z"), pod("b", created="2022-11-14T22:13:00Z")),
])
def test_who_goes_first(first, second):
    assert order(second, first) == ["a", "b"]


def test_crowded_nodes_are_thinned_out():
    assert order(pod("a", node="n1"), pod("b", node="n2"), pod("c", node="n2"))[-1] == "a"


def test_restarted_pods_go_before_steady_ones():
    shaky = pod("shaky")
    shaky["status"]["containerStatuses"] = [{"restartCount": 3}]
    assert order(pod("steady"), shaky) == ["shaky", "steady"]


@pytest.mark.parametrize("text, cost", [("5", 5), ("-10", -10), ("0", 0), ("+5", 0), ("007", 0), ("x", 0), ("", 0)])
def test_deletion_cost(text, cost):
    assert pods.deletion_cost(pod(annotations={pods.DELETION_COST: text})) == cost


def test_available_after_min_ready_seconds():
    assert pods.is_available(pod(), 0, NOW)
    assert not pods.is_available(pod(), 10, NOW)
    assert pods.is_available(pod(), 10, NOW + 10)
    assert pods.available_in([pod(), pod(ready=False)], 10, NOW + 4) == 6
    assert pods.available_in([pod()], 10, NOW + 11) is None


def test_active_and_terminating():
    going = pod(deletionTimestamp="2023-11-14T22:13:20Z")
    assert pods.is_active(pod()) and not pods.is_active(pod(phase="Failed")) and not pods.is_active(going)
    assert pods.is_terminating(going)


def test_pod_from_a_template_is_owned_and_named_by_the_server():
    owner = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "web", "namespace": "demo", "uid": "u"}}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": []}}
    made = pods.from_template(template, owner)
    assert made["metadata"] == {"generateName": "web-", "namespace": "demo", "labels": {"app": "web"}, "ownerReferences": [
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web", "uid": "u", "controller": True, "blockOwnerDeletion": True}]}
    made["metadata"]["labels"]["x"] = "y"
    assert template["metadata"]["labels"] == {"app": "web"}
