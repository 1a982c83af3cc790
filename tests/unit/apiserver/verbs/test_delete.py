"""Deleting: what a kind forbids to single deletions, and deletions that only try."""
from __future__ import annotations

import pytest

CLASSES = "/apis/scheduling.k8s.io/v1/priorityclasses"


def test_priority_classes_of_the_system_go_only_with_the_collection(world):
    world.post(CLASSES, {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "system-node-critical"}, "value": 2000001000})
    answer = world.send("DELETE", f"{CLASSES}/system-node-critical")
    assert answer.body["message"] == ('priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: '
                                      "this is a system priority class and cannot be deleted")
    assert world.send("DELETE", CLASSES).status == 200
    assert world.get(CLASSES).body["items"] == []


@pytest.mark.parametrize("body, query", [({"dryRun": ["All"]}, {}), (None, {"dryRun": "All"}), ({"dryRun": ["All"], "gracePeriodSeconds": 0}, {})])
def test_a_dry_run_deletes_and_marks_nothing(world, body, query):
    world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "x"}]}})
    before = world.server.store.revision()
    assert world.send("DELETE", "pods/p", body, **query).status == 200
    assert world.server.store.revision() == before and "deletionTimestamp" not in world.get("pods/p").body["metadata"]


@pytest.mark.parametrize("path, kind, body", [
    ("configmaps", "ConfigMap", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}}),
    ("/apis/apps/v1/namespaces/demo/controllerrevisions", "ControllerRevision.apps",
     {"apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": {"name": "x"}, "revision": 1, "data": {}}),
])
def test_preconditions_name_the_object_that_is_meant(world, path, kind, body):
    metadata = world.post(path, body).body["metadata"]
    other_uid = world.send("DELETE", f"{path}/x", {"preconditions": {"uid": "u"}})
    assert (other_uid.status, other_uid.body["message"]) == (409, f'Operation cannot be fulfilled on {kind} "x": the UID in the precondition (u) does not match '
                                                             f'the UID in record ({metadata["uid"]}). The object might have been deleted and then recreated')
    other_version = world.send("DELETE", f"{path}/x", {"preconditions": {"resourceVersion": "1"}})
    assert other_version.body["message"].endswith(f'the ResourceVersion in the precondition (1) does not match the ResourceVersion in record '
                                                  f'({metadata["resourceVersion"]}). The object might have been modified')
    assert world.send("DELETE", f"{path}/x", {"preconditions": {"uid": metadata["uid"], "resourceVersion": metadata["resourceVersion"]}}).status == 200


def test_namespaces_check_preconditions_themselves(world):
    answer = world.send("DELETE", "/api/v1/namespaces/demo", {"preconditions": {"uid": "u"}})
    assert answer.body["message"].startswith('Operation cannot be fulfilled on namespaces "demo": Precondition failed: UID in precondition: u, UID in object meta: ')


def test_options_of_a_body_come_from_it_alone(world):
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "finalizers": ["example.com/a"]}}
    world.post("configmaps", body)
    answer = world.send("DELETE", "configmaps/x", {"orphanDependents": False}, dryRun="All")
    assert answer.status == 202 and "deletionTimestamp" in world.get("configmaps/x").body["metadata"]
    wrong = world.send("DELETE", "configmaps/x", {"orphanDependents": False, "propagationPolicy": "Odd"}).body["details"]["causes"]
    assert [cause["message"].split(":")[0] for cause in wrong] == ["Invalid value", "Unsupported value"]
