"""Deleting: what a kind forbids to single deletions."""
from __future__ import annotations

CLASSES = "/apis/scheduling.k8s.io/v1/priorityclasses"


def test_priority_classes_of_the_system_go_only_with_the_collection(world):
    world.post(CLASSES, {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "system-node-critical"}, "value": 2000001000})
    answer = world.send("DELETE", f"{CLASSES}/system-node-critical")
    assert answer.body["message"] == ('priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: '
                                      "this is a system priority class and cannot be deleted")
    assert world.send("DELETE", CLASSES).status == 200
    assert world.get(CLASSES).body["items"] == []
