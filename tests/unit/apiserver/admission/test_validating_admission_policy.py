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


def bound(world, policy_body, **binding):
    """A policy and its binding."""
    assert world.post(f"{GROUP}/validatingadmissionpolicies", policy_body).status == 201
    made = world.post(f"{GROUP}/validatingadmissionpolicybindings", {
        "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": "b"},
        "spec": {"policyName": "p", "validationActions": ["Deny"], **binding}})
    assert made.status == 201, made.body


def config_map(name="c", **data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


PARAMS = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}}
SAME = {"expression": "object.data.k == params.data.k", "messageExpression": "'not ' + params.data.k"}


def said(answer):
    return answer.body["message"].partition("is forbidden: ")[2] if answer.status >= 400 else ""


def test_parameters_by_name_and_namespace(world):
    world.post("/api/v1/namespaces/default/configmaps", config_map("param", k="1"))
    bound(world, policy(SAME, **PARAMS), paramRef={"name": "param", "namespace": "default", "parameterNotFoundAction": "Deny"})
    assert said(world.post("configmaps", config_map(k="2"))) == "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: not 1"
    assert world.post("configmaps", config_map(k="1")).status == 201


def test_parameters_by_selector_all_count(world):
    for name in ("1", "2"):
        world.post("configmaps", {**config_map("param" + name, k=name), "metadata": {"name": "param" + name, "labels": {"use": "yes"}}})
    bound(world, policy(SAME, **PARAMS), paramRef={"selector": {"matchLabels": {"use": "yes"}}, "parameterNotFoundAction": "Deny"})
    assert said(world.post("configmaps", config_map(k="1"))).endswith("not 2") and said(world.post("configmaps", config_map(k="3"))).endswith("not 1")


@pytest.mark.parametrize("spec, ref, text", [
    (PARAMS, {"name": "none", "parameterNotFoundAction": "Deny"},
     "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction"),
    (PARAMS, {"name": "none", "parameterNotFoundAction": "Allow"}, ""),
    ({**PARAMS, "failurePolicy": "Ignore"}, {"name": "none", "parameterNotFoundAction": "Deny"}, ""),
    ({"paramKind": {"apiVersion": "x.io/v1", "kind": "Moon"}}, {"name": "none", "parameterNotFoundAction": "Allow"},
     "ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'x.io/v1, Kind=Moon'"),
    ({"paramKind": {"apiVersion": "v1", "kind": "Node"}}, {"name": "none", "namespace": "demo", "parameterNotFoundAction": "Allow"},
     "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed to configure binding: paramRef.namespace must not be provided for a cluster-scoped `paramKind`"),
])
def test_parameters_that_are_not_there(world, spec, ref, text):
    bound(world, policy(SAME, **spec), paramRef=ref)
    answer = world.post("configmaps", config_map(k="1"))
    assert said(answer) == text and answer.status == (422 if text else 201)


def test_parameters_of_a_cluster_wide_write_need_a_namespace(world):
    rules = [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["*"], "resources": ["nodes"]}]
    bound(world, policy({"expression": "true"}, matchConstraints={"resourceRules": rules}, **PARAMS), paramRef={"name": "x", "parameterNotFoundAction": "Allow"})
    answer = world.post("/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}})
    assert said(answer).endswith("failed to configure binding: cannot use namespaced paramRef in policy binding that matches cluster-scoped resources")


def test_policies_are_asked_by_their_names(world):
    """Bindings of other names make no difference."""
    for name, binding in (("b", "1"), ("a", "2")):
        body = policy({"expression": "false", "message": f"by {name}"})
        body["metadata"]["name"] = name
        world.post(f"{GROUP}/validatingadmissionpolicies", body)
        world.post(f"{GROUP}/validatingadmissionpolicybindings", {
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": binding},
            "spec": {"policyName": name, "validationActions": ["Deny"]}})
    assert said(world.post("configmaps", config_map())).endswith("by a")


@pytest.mark.parametrize("reason, status", [("Forbidden", 403), ("Invalid", 422), ("RequestEntityTooLarge", 413)])
def test_reasons(world, reason, status):
    bound(world, policy({"expression": "false", "reason": reason}))
    answer = world.post("configmaps", config_map())
    assert (answer.status, answer.body["reason"], answer.body["code"]) == (status, reason, status)


def test_deletions_have_no_object(world):
    world.post("configmaps", config_map("keep"))
    rules = [{**RULES[0], "operations": ["DELETE"]}]
    bound(world, policy({"expression": "object == null && oldObject.metadata.name != 'keep'", "message": "keep it"}, matchConstraints={"resourceRules": rules}))
    assert said(world.send("DELETE", "configmaps/keep")).endswith("keep it") and world.get("configmaps/keep").status == 200


def test_what_the_audit_log_hears(world, tmp_path):
    import json
    from kubectl_lite.apiserver import audit, auditpolicy
    world.server.settings.audit = audit.Log(auditpolicy.Policy({"rules": [{"level": "Metadata"}], "omitStages": ["RequestReceived"]}), str(tmp_path / "log"))
    annotations = [{"key": "who", "valueExpression": "' ' + object.metadata.name + ' '"}, {"key": "nothing", "valueExpression": "null"}]
    bound(world, policy({"expression": "true"}, {"expression": "false", "message": "no"}, auditAnnotations=annotations), validationActions=["Warn", "Audit"])
    answer = world.post("configmaps", config_map())
    assert answer.status == 201 and answer.warnings == ["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': no"]
    found = json.loads((tmp_path / "log").read_text().splitlines()[-1])["annotations"]
    assert found["p/who"] == "c" and "p/nothing" not in found
    assert found["validation.policy.admission.k8s.io/validation_failure"] == (
        '[{"message":"no","policy":"p","binding":"b","expressionIndex":1,"validationActions":["Warn","Audit"]}]')


def test_an_annotation_that_has_no_value_denies(world):
    bound(world, policy({"expression": "true"}, auditAnnotations=[{"key": "k", "valueExpression": "string(object.data.none)"}]))
    assert said(world.post("configmaps", config_map(k="1"))).endswith("expression 'string(object.data.none)' resulted in error: no such key: none")
