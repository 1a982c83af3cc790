from __future__ import annotations

from kubectl_lite.scheduler.scheduler import plan_refusal
from tests.unit.scheduler.builders import pod

CONDITION = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "no"}


def test_refusal_is_written_once():
    fresh = pod()
    patch = plan_refusal(fresh, CONDITION, "", "t1")
    assert patch == {"status": {"conditions": [{**CONDITION, "lastProbeTime": None, "lastTransitionTime": "t1"}]}}
    told = {**fresh, "status": {"conditions": patch["status"]["conditions"]}}
    assert plan_refusal(told, CONDITION, "", "t2") is None


def test_another_message_keeps_the_transition_time():
    told = {**pod(), "status": {"conditions": [{**CONDITION, "lastTransitionTime": "t1"}]}}
    patch = plan_refusal(told, {**CONDITION, "message": "still no"}, "", "t2")
    assert patch["status"]["conditions"][0]["lastTransitionTime"] == "t1"


def test_nominated_node_is_written():
    told = {**pod(), "status": {"conditions": [{**CONDITION, "lastTransitionTime": "t1"}]}}
    assert plan_refusal(told, CONDITION, "n1", "t2") == {"status": {"nominatedNodeName": "n1"}}
