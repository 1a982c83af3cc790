"""Webhook configurations and policies in CEL."""
import copy

import pytest

GROUP = "admissionregistration.k8s.io/v1"
HOOK = {"name": "a.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"], "clientConfig": {"url": "https://h.example/x"},
        "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}]}


def webhooks(**change):
    return {"apiVersion": GROUP, "kind": "ValidatingWebhookConfiguration", "webhooks": [{**copy.deepcopy(HOOK), **change}]}


def policy(expression="object.metadata.name != 'x'", **spec):
    rule = {"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}
    return {"apiVersion": GROUP, "kind": "ValidatingAdmissionPolicy", "spec": {
        "matchConstraints": {"resourceRules": [rule]}, "validations": [{"expression": expression}], **spec}}


def test_defaults(rules):
    hook = rules.written(webhooks())["webhooks"][0]
    assert (hook["failurePolicy"], hook["matchPolicy"], hook["timeoutSeconds"]) == ("Fail", "Equivalent", 10)
    assert hook["namespaceSelector"] == {} and hook["rules"][0]["scope"] == "*" and rules.create(webhooks()) == []


@pytest.mark.parametrize("change, wanted", [
    ({"timeoutSeconds": 31}, "webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds"),
    ({"name": "short"}, 'webhooks[0].name: Invalid value: "short": should be a domain with at least three segments separated by dots'),
    ({"clientConfig": {"url": "http://h"}}, "'https' is the only allowed URL scheme"),
    ({"clientConfig": {}}, "webhooks[0].clientConfig: Required value: exactly one of url or service is required"),
    ({"sideEffects": "Some"}, 'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"'),
])
def test_what_a_webhook_may_not_say(rules, change, wanted):
    assert any(wanted in told for told in rules.create(webhooks(**change)))


def test_expressions_compile(rules):
    assert rules.create(policy()) == []
    told = rules.create(policy("object.metadata.name !="))
    assert len(told) == 1 and told[0].startswith("spec.validations[0].expression: Invalid value: \"object.metadata.name !=\": compilation failed: ")
    assert any("must evaluate to bool" in told for told in rules.create(policy("'text'")))


def test_a_policy_does_something(rules):
    assert any("spec.validations: Required value: validations or auditAnnotations must contain at least one item" in told
               for told in rules.create(policy(validations=[])))
