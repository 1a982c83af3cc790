"""The second round of mutating admission: policies and webhooks that change what others have seen."""
from __future__ import annotations

import pytest

from tests.unit.apiserver.admission.test_webhooks import GROUP, MAPS, config_map, labelling, register, webhook


def policy(world, name, label, reinvocation, *conditions):
    spec = {"matchConstraints": {"resourceRules": [MAPS]}, "failurePolicy": "Fail", "reinvocationPolicy": reinvocation, "matchConditions": list(conditions), "mutations": [
        {"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{metadata: Object.metadata{labels: {'%s': %s}}}" % label}}]}
    for kind, body in (("mutatingadmissionpolicies", {"kind": "MutatingAdmissionPolicy", "spec": spec}),
                       ("mutatingadmissionpolicybindings", {"kind": "MutatingAdmissionPolicyBinding", "spec": {"policyName": name}})):
        made = world.post(f"{GROUP}/{kind}", {"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": name}, **body})
        assert made.status == 201, made.body


SEEN = "has(object.metadata.labels) && 'late' in object.metadata.labels ? 'yes' : 'no'"


@pytest.mark.parametrize("reinvocation, seen", [("IfNeeded", "yes"), ("Never", "no")])
def test_a_policy_sees_what_a_later_one_did(world, reinvocation, seen):
    policy(world, "a", ("seen", SEEN), reinvocation)
    policy(world, "b", ("late", "'1'"), "Never")
    assert world.post("configmaps", config_map()).body["metadata"]["labels"] == {"seen": seen, "late": "1"}


@pytest.mark.parametrize("reinvocation, seen", [("IfNeeded", "yes"), ("Never", "no")])
def test_a_policy_sees_what_a_webhook_did(world, serve, reinvocation, seen):
    policy(world, "a", ("seen", SEEN), reinvocation)
    register(world, webhook(serve(labelling("late"))), kind="Mutating")
    assert world.post("configmaps", config_map()).body["metadata"]["labels"] == {"seen": seen, "late": "1"}


def test_there_are_two_rounds_and_no_more(world, serve):
    counting = serve(lambda request: labelling("n", str(len((request["request"]["object"]["metadata"].get("labels") or {}).get("n", "")) + 1) * 2)(request))
    register(world, webhook(counting, reinvocationPolicy="IfNeeded"), kind="Mutating")
    policy(world, "a", ("late", "'1'"), "IfNeeded")
    assert world.post("configmaps", config_map()).status == 201 and len(counting.seen) <= 2


def test_a_condition_counts_in_its_own_words(world):
    policy(world, "a", ("late", "'1'"), "Never", {"name": "c", "expression": "object.none == 1"})
    refused = world.post("configmaps", config_map())
    assert refused.status in (403, 422) and "expression 'object.none == 1' resulted in error: no such key: none" in refused.body["message"]
