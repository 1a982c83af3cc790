"""PodDisruptionBudget."""


def budget(**spec):
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {"selector": {"matchLabels": {"a": "b"}}, **spec}}


def test_one_of_the_two_bounds(rules):
    assert rules.create(budget(minAvailable=1)) == [] and rules.create(budget(maxUnavailable="25%")) == []
    assert any(told.endswith("minAvailable and maxUnavailable cannot be both set") for told in rules.create(budget(minAvailable=1, maxUnavailable=1)))
    assert rules.create(budget(minAvailable="x%")) and rules.create(budget(minAvailable=-1))
    assert rules.create(budget(minAvailable="101%")) == ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%']


def test_conditions_of_a_status_are_complete(rules):
    whole = {"type": "DisruptionAllowed", "status": "True", "reason": "Enough", "lastTransitionTime": "2026-01-01T00:00:00Z"}
    counts = dict.fromkeys(("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"), 0)
    assert rules.status(budget(minAvailable=1), {**counts, "conditions": [whole]}) == []
    told = rules.status(budget(minAvailable=1), {**counts, "expectedPods": -1, "conditions": [whole, {"type": "DisruptionAllowed", "status": "Odd", "reason": "a b"}]})
    assert [t.partition("(e.g.")[0].strip() for t in told] == [
        'status.conditions[1].type: Duplicate value: "DisruptionAllowed"',
        'status.conditions[1].status: Unsupported value: "Odd": supported values: "False", "True", "Unknown"',
        "status.conditions[1].lastTransitionTime: Required value: must be set",
        'status.conditions[1].reason: Invalid value: "a b": a condition reason must start with alphabetic character, optionally followed by a string of '
        "alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
        "status.expectedPods: Invalid value: -1: must be greater than or equal to 0"]
