"""PodDisruptionBudget."""


def budget(**spec):
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {"selector": {"matchLabels": {"a": "b"}}, **spec}}


def test_one_of_the_two_bounds(rules):
    assert rules.create(budget(minAvailable=1)) == [] and rules.create(budget(maxUnavailable="25%")) == []
    assert any(told.endswith("minAvailable and maxUnavailable cannot be both set") for told in rules.create(budget(minAvailable=1, maxUnavailable=1)))
    assert rules.create(budget(minAvailable="x%")) and rules.create(budget(minAvailable=-1))
    assert rules.create(budget(minAvailable="101%")) == ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%']
