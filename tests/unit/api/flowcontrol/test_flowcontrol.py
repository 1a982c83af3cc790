"""FlowSchema and PriorityLevelConfiguration."""
import copy

import pytest

from kubectl_lite.api.flowcontrol import bootstrap

GROUP = "flowcontrol.apiserver.k8s.io/v1"


def level(**spec):
    return {"apiVersion": GROUP, "kind": "PriorityLevelConfiguration", "metadata": {"name": "p"}, "spec": {"type": "Limited", **spec}}


def test_defaults(rules):
    limited = rules.written(level(limited={"limitResponse": {"type": "Queue", "queuing": {}}}))["spec"]["limited"]
    assert limited["nominalConcurrencyShares"] == 30 and limited["lendablePercent"] == 0
    assert limited["limitResponse"]["queuing"] == {"queues": 64, "handSize": 8, "queueLengthLimit": 50}
    schema = {"apiVersion": GROUP, "kind": "FlowSchema", "spec": {"priorityLevelConfiguration": {"name": "p"}}}
    assert rules.written(schema)["spec"]["matchingPrecedence"] == 1000 and rules.create(schema) == []


def test_hands_and_kinds_of_levels(rules):
    queues = {"type": "Queue", "queuing": {"queues": 4, "handSize": 8, "queueLengthLimit": 50}}
    assert any("should not be greater than queues (4)" in told for told in rules.create(level(limited={"limitResponse": queues})))
    assert any(told.startswith("spec.limited: Required value") for told in rules.create(level()))


def test_conditions_of_a_status_have_types_of_their_own(rules):
    schema = {"apiVersion": GROUP, "kind": "FlowSchema", "spec": {"priorityLevelConfiguration": {"name": "p"}}}
    for obj in (schema, level(limited={})):
        assert rules.status(obj, {"conditions": [{"type": "A"}, {"type": "B"}]}) == []
        assert rules.status(obj, {"conditions": [{"type": "A"}, {"type": "A"}, {}]}) == [
            'status.conditions[1].type: Duplicate value: "A"', "status.conditions[2].type: Required value: must not be empty"]


@pytest.mark.parametrize("obj", bootstrap.objects(), ids=lambda obj: f"{obj['kind']}/{obj['metadata']['name']}")
def test_some_are_as_they_are(rules, obj):
    changed, fixed = copy.deepcopy(obj), obj["metadata"]["name"] in bootstrap.MANDATORY
    if obj["kind"] == "FlowSchema":
        changed["spec"]["rules"][0]["subjects"].append({"kind": "User", "user": {"name": "bob"}})
    elif "limited" in obj["spec"]:
        changed["spec"]["limited"]["lendablePercent"] = 7
    else:
        changed["spec"]["exempt"] = {"lendablePercent": 7}  # the one part that is free
        fixed = False
    assert rules.create(obj) == [] and ["fixed value" in told for told in rules.create(changed)] == ([True] if fixed else [])
