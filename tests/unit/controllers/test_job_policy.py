from __future__ import annotations

import pytest

from kubectl_lite.controllers import job_policy
from tests.unit.controllers.builders import pod


def failed(code=0, conditions=()):
    made = pod("p", "Failed")
    made["status"]["containerStatuses"] = [{"name": "main", "state": {"terminated": {"exitCode": code}}}]
    made["status"]["conditions"] = list(conditions)
    return made


def rule(action, operator="In", values=(42,), container=None):
    codes = {"operator": operator, "values": list(values)}
    return {"action": action, "onExitCodes": {**codes, **({"containerName": container} if container else {})}}


@pytest.mark.parametrize("rules, code, action", [
    ([rule("FailJob")], 42, "FailJob"), ([rule("FailJob")], 1, "Count"), ([rule("Ignore", "NotIn", (1, 2))], 3, "Ignore"), ([rule("FailJob", container="other")], 42, "Count"),
    ([rule("Ignore", values=(1,)), rule("FailIndex")], 42, "FailIndex"), ([rule("FailJob", "NotIn", (1,))], 0, "Count"),
])
def test_first_matching_rule_decides(rules, code, action):
    assert job_policy.judge({"rules": rules}, failed(code)).action == action


def test_message_names_container_pod_and_rule():
    verdict = job_policy.judge({"rules": [rule("Ignore", values=(1,)), rule("FailJob")]}, failed(42))
    assert verdict.message == "Container main for pod demo/p failed with exit code 42 matching FailJob rule at index 1"


def test_conditions_match_by_type_and_status():
    policy = {"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}]}
    assert job_policy.judge(policy, failed(1, [{"type": "DisruptionTarget", "status": "True"}])).action == "Ignore"
    assert job_policy.judge(policy, failed(1, [{"type": "DisruptionTarget", "status": "False"}])).action == "Count"


@pytest.mark.parametrize("rules, succeeded, message", [
    ([{"succeededIndexes": "0,2"}], {0}, ""), ([{"succeededIndexes": "0,2"}], {0, 2}, "Matched rules at index 0"),
    ([{"succeededIndexes": "9"}, {"succeededCount": 2}], {0, 1}, "Matched rules at index 1"), ([{"succeededIndexes": "0-2", "succeededCount": 2}], {0, 4}, ""),
])
def test_success_rules(rules, succeeded, message):
    assert job_policy.matched_success_rule({"rules": rules}, 5, succeeded) == message
