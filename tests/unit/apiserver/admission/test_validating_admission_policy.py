"""ValidatingAdmissionPolicy through the whole pipeline."""
from __future__ import annotations

import pytest

GROUP = "/apis/admissionregistration.k8s.io/v1"
RULES = [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["configmaps"]}]


def policy(*validations, **spec):
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": "p"},
            "spec": {"matchConstraints": {"resourceRules": RULES}, "validations": list(validations), **spec}}


@pytest.fixture
def refusal(world):
    """refusal(data, validation…, **spec): what a policy says to a ConfigMap with data, "" when it lets it in."""
    def run(data, *validations, **spec):
        assert world.post(f"{GROUP}/validatingadmissionpolicies", policy(*validations, **spec)).status == 201
        binding = {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "b"},
                   "spec": {"policyName": "p", "validationActions": ["Deny"]}}
        world.post(f"{GROUP}/validatingadmissionpolicybindings", binding)
        answer = world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data})
        start = "configmaps \"c\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "
        return answer.body["message"].removeprefix(start) if answer.status >= 400 else ""
    return run


@pytest.mark.parametrize("validation, text", [
    ({"expression": "object.data.k == 'v'"}, ""),
    ({"expression": "object.data.k == 'x'"}, "failed expression: object.data.k == 'x'"),
    ({"expression": "object.data.none == 'x'"}, "expression 'object.data.none == 'x'' resulted in error: no such key: none"),
    ({"expression": "false", "messageExpression": "'not ' + object.data.k"}, "not v"),
    ({"expression": "false", "messageExpression": "'not ' + object.data.none", "message": "no"}, "no"),
    ({"expression": "[1, 2, 3].all(i, authorizer.path('/x').check('get').allowed())"},
     "expression '[1, 2, 3].all(i, authorizer.path('/x').check('get').allowed())' resulted in error: operation cancelled: actual cost limit exceeded"),
])
def test_validations(refusal, validation, text):
    assert refusal({"k": "v"}, validation) == text


def test_variables_are_evaluated_when_they_are_asked_for(refusal):
    variables = [{"name": "n", "expression": "int(object.data.n)"}, {"name": "unused", "expression": "1 / 0"}]
    assert refusal({"n": "x"}, {"expression": "variables.n > 1"}, variables=variables) == (
        "expression 'variables.n > 1' resulted in error: composited variable \"n\" fails to evaluate: type conversion error from 'string' to 'int'")


def test_all_expressions_of_a_policy_have_one_budget(refusal):
    check = {"expression": "[1, 2].all(i, authorizer.path('/x').check('get').allowed())"}
    assert refusal({}, *[check] * 20) == "validation failed due to running out of cost budget, no further validation rules will be run"


def test_an_expression_must_have_its_very_type(world):
    answer = world.post(f"{GROUP}/validatingadmissionpolicies", policy({"expression": "object.data.k"}))
    assert "must evaluate to bool but got dyn" in answer.body["message"]
