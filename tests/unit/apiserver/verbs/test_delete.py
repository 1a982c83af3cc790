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
