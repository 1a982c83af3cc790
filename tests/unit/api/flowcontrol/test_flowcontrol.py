"""FlowSchema and PriorityLevelConfiguration."""

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
