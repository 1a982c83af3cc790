"""What the status of admission policies says about their expressions."""
from __future__ import annotations

from tests.scenarios.conftest import kind


def policy(*validations, resources=("deployments",), groups=("apps",), **spec):
    rule = {"operations": ["CREATE"], "apiGroups": list(groups), "apiVersions": ["v1"], "resources": list(resources)}
    return kind("ValidatingAdmissionPolicy", "p", "admissionregistration.k8s.io/v1", namespace=None, spec={
        "matchConstraints": {"resourceRules": [rule]}, "validations": [dict(v) for v in validations], **spec})


def status(world):
    return world.get("validatingadmissionpolicies.admissionregistration.k8s.io", "p", "")["status"]


def checked(world, *args, **spec):
    world.create(policy(*args, **spec))
    world.settle()
    return [(w["fieldRef"], w["warning"]) for w in status(world)["typeChecking"].get("expressionWarnings", [])]


def test_expressions_that_fit_are_seen_and_no_more(world):
    told = checked(world, {"expression": "variables.n > 1 && object.spec.template.spec.containers.all(c, c.image != '')"},
                   {"expression": "object.spec.strategy.rollingUpdate.maxSurge != 1", "messageExpression": "'at ' + string(object.metadata.creationTimestamp)"},
                   variables=[{"name": "n", "expression": "object.spec.replicas"}])
    assert told == [] and status(world) == {"observedGeneration": 1, "typeChecking": {}}
    world.patch("validatingadmissionpolicies.admissionregistration.k8s.io", "p", {"spec": {"failurePolicy": "Ignore"}}, "")
    world.settle()
    assert status(world)["observedGeneration"] == 2


def test_each_kind_that_an_expression_does_not_fit_is_named(world):
    told = checked(world, {"expression": "object.replicas > 1"}, {"expression": "true", "messageExpression": "variables.n + 'x'"},
                   resources=("replicasets", "deployments", "deployments/scale"), variables=[{"name": "n", "expression": "object.spec.replicas"}])
    issue = "ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^\n"
    assert told[0] == ("spec.validations[0].expression", f"apps/v1, Kind=Deployment: {issue}\napps/v1, Kind=ReplicaSet: {issue}")
    assert told[1][0] == "spec.validations[1].messageExpression" and "found no matching overload for '_+_' applied to '(int, string)'" in told[1][1]


def test_wildcards_are_not_looked_into(world):
    assert checked(world, {"expression": "object.replicas > 1"}, groups=("*",)) == []


def test_custom_kinds_and_parameters_have_their_definitions_types(world):
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"most": {"type": "integer"}}}}}
    world.create(kind("CustomResourceDefinition", "limits.x.example.com", "apiextensions.k8s.io/v1", namespace=None, spec={
        "group": "x.example.com", "scope": "Namespaced", "names": {"plural": "limits", "kind": "Limit"},
        "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]}))
    told = checked(world, {"expression": "object.spec.most < params.spec.least && object.metadata.labels.all(k, k != '')"}, groups=("x.example.com",),
                   resources=("limits",), paramKind={"apiVersion": "x.example.com/v1", "kind": "Limit"})
    assert [place for place, _ in told] == ["spec.validations[0].expression"] and "x.example.com/v1, Kind=Limit: ERROR: <input>:1:31: undefined field 'least'" in told[0][1]
