"""Validation of CustomResourceDefinitions."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.api.apiextensions import customresourcedefinition as kind
from kubectl_lite.api.apiextensions import definition_schema
from kubectl_lite.machinery.field import Path


def definition(**spec):
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}
    obj = {"metadata": {"name": "things.x.example.com"}, "spec": {"group": "x.example.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"},
                                                                 "versions": [version], **spec}}
    kind.default(obj)
    kind.prepare_for_create(obj)
    return obj


def said(obj):
    return [str(p) for p in kind.validate(obj)]


def test_a_sound_definition_is_completed():
    obj = definition()
    assert said(obj) == []
    assert obj["spec"]["names"] == {"plural": "things", "kind": "Thing", "singular": "thing", "listKind": "ThingList"}
    assert obj["spec"]["conversion"] == {"strategy": "None"} and obj["status"]["storedVersions"] == ["v1"]


@pytest.mark.parametrize("spec, text", [
    ({"group": "nodots"}, 'spec.group: Invalid value: "nodots": should be a domain with at least one dot'),
    ({"scope": "Galaxy"}, 'spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"'),
    ({"names": {"plural": "things", "kind": "Thing", "listKind": "Thing"}}, 'spec.names.listKind: Invalid value: "Thing": kind and listKind may not be the same'),
    ({"versions": []}, "spec.versions: Invalid value: []: must have exactly one version marked as storage version"),
    ({"conversion": {"strategy": "Magic"}}, 'spec.conversion.strategy: Unsupported value: "Magic": supported values: "None", "Webhook"'),
    ({"conversion": {"strategy": "Webhook"}}, "spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook"),
    ({"preserveUnknownFields": True}, "spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in "
                                      "spec.versions[*].schema instead"),
])
def test_spec(spec, text):
    assert text in said(definition(**spec))


def test_names_columns_and_paths():
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}},
               "additionalPrinterColumns": [{"name": "", "type": "odd", "jsonPath": "spec.x"}],
               "subresources": {"scale": {"specReplicasPath": "spec.x", "statusReplicasPath": ".spec.y"}},
               "selectableFields": [{"jsonPath": ".spec.none"}]}
    assert said(definition(versions=[version])) == [
        "spec.subresources.scale.specReplicasPath: Invalid value: \"spec.x\": must be a simple json path starting with .",
        "spec.subresources.scale.statusReplicasPath: Invalid value: \".spec.y\": should be a json path under .status",
        "spec.additionalPrinterColumns[0].name: Required value",
        'spec.additionalPrinterColumns[0].type: Invalid value: "odd": must be one of boolean,date,integer,number,string',
        'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec.x": must be a simple json path starting with .',
        'spec.selectableFields[0].jsonPath: Invalid value: ".spec.none": is an invalid path: does not refer to a valid field']


def schema_problems(schema, status=False):
    return [str(p) for p in definition_schema.check(schema, Path("s"), True, status)]


@pytest.mark.parametrize("schema, text", [
    ({"properties": {}}, "s.type: Required value: must not be empty at the root"),
    ({"type": "array", "items": {"type": "string"}}, 's.type: Invalid value: "array": must be object at the root'),
    ({"type": "object", "nullable": True}, "s.nullable: Forbidden: nullable cannot be true at the root"),
    ({"type": "object", "properties": {"a": {}}}, "s.properties[a].type: Required value: must not be empty for specified object fields"),
    ({"type": "object", "properties": {"a": {"type": "array", "items": {}}}}, "s.properties[a].items.type: Required value: must not be empty for specified array items"),
    ({"type": "object", "properties": {"a": {"type": "odd"}}},
     's.properties[a].type: Unsupported value: "odd": supported values: "array", "boolean", "integer", "number", "object", "string"'),
    ({"type": "object", "properties": {"a": {"type": "string", "uniqueItems": True}}},
     "s.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic"),
    ({"type": "object", "properties": {"a": {"type": "string", "default": 5}}},
     's.properties[a].default: Invalid value: "integer":  in body must be of type string: "integer"'),
    ({"type": "object", "properties": {"metadata": {"type": "object", "properties": {"labels": {"type": "object"}}}}},
     "s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified"),
    ({"type": "object", "properties": {"a": {"type": "object", "anyOf": [{"properties": {"b": {"type": "string"}}}]}}},
     "s.properties[a].properties[b]: Required value: because it is defined in s.properties[a].anyOf[0].properties[b]"),
    ({"type": "object", "properties": {"l": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                                             "items": {"type": "object", "properties": {"k": {"type": "string"}}}}}},
     "s.properties[l].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"),
    ({"type": "object", "properties": {"a": {"type": "integer", "x-kubernetes-validations": [{"rule": "self + 1"}]}}},
     's.properties[a].x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self + 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"",'
     '"OptionalOldSelf":null}: cel expression must evaluate to a bool'),
])
def test_schemas(schema, text):
    found = schema_problems(schema)
    assert text in found


LIST = {"type": "array", "items": {"type": "string"}}
TRY = "(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"


def ruled(rule, schema=LIST):
    """The field errors of a rule on s.a, without their paths."""
    found = schema_problems({"type": "object", "properties": {"a": {**schema, "x-kubernetes-validations": [rule]}}})
    return [p.removeprefix("s.properties[a].x-kubernetes-validations[0].") for p in found]


def test_a_rule_may_not_cost_too_much():
    assert ruled({"rule": "self.all(x, self.all(y, x == y))"}) == [
        f"rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x {TRY}",
        "rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema",
        "s: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of "
        f"more than 100x {TRY}"]
    assert ruled({"rule": "self.all(x, self.all(y, x == y))"}, {"type": "array", "maxItems": 100, "items": {"type": "string", "maxLength": 10}}) == []


def test_what_is_in_lists_runs_as_often_as_it_can():
    nested = {"type": "array", "items": {"type": "string", "maxLength": 10, "x-kubernetes-validations": [{"rule": "self.matches('^[a-z]+$')"}]}}
    assert schema_problems({"type": "object", "properties": {"a": nested}}) == [
        f"s.properties[a].items.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of 1.153434x {TRY}"]
    assert schema_problems({"type": "object", "properties": {"a": {**nested, "maxItems": 100}}}) == []


def test_old_values_in_lists_are_not_known():
    nested = {**LIST, "items": {"type": "string", "maxLength": 3, "x-kubernetes-validations": [{"rule": "self == oldSelf"}]}}
    assert schema_problems({"type": "object", "properties": {"a": nested}}) == [
        's.properties[a].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": '
        "oldSelf cannot be used on the uncorrelatable portion of the schema within s.properties[a]"]


@pytest.mark.parametrize("rule, text", [
    ({"rule": " "}, "rule: Required value: rule is not specified"),
    ({"rule": "true", "message": " "}, 'message: Invalid value: " ": message must be non-empty if specified'),
    ({"rule": "true", "message": "a\nb"}, 'message: Invalid value: "a\\nb": message must not contain line breaks'),
    ({"rule": "true\n|| false"}, "message: Required value: message must be specified if rule contains line breaks"),
    ({"rule": "true", "messageExpression": " "}, "messageExpression: Required value: messageExpression must be non-empty if specified"),
    ({"rule": "true", "fieldPath": ".b"}, 'fieldPath: Invalid value: ".b": must be a valid path'),
    ({"rule": "true", "optionalOldSelf": True}, "optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule"),
    ({"rule": "true", "messageExpression": "1"}, 'messageExpression: Invalid value: {"Rule":"true","Message":"","MessageExpression":"1","Reason":null,'
                                                 '"FieldPath":"","OptionalOldSelf":null}: messageExpression must evaluate to a string'),
])
def test_how_rules_are_written(rule, text):
    assert ruled(rule) == [text]


def test_the_root_says_little_where_status_is_apart():
    assert schema_problems({"type": "object", "properties": {}}, status=True) == []
    assert "fields are allowed at the root of the schema" in schema_problems({"type": "object", "maxProperties": 3}, status=True)[0]


def test_what_may_not_change():
    old = definition()
    old["status"]["conditions"] = [{"type": "Established", "status": "True"}]
    new = copy.deepcopy(old)
    new["spec"]["scope"] = "Cluster"
    new["spec"]["names"]["kind"] = "Circle"
    new["spec"]["versions"][0]["name"] = "v2"
    kind.prepare_for_update(new, old)
    texts = [str(p) for p in kind.validate_update(new, old)]
    assert 'spec.scope: Invalid value: "Cluster": field is immutable' in texts
    assert 'spec.names.kind: Invalid value: "Circle": field is immutable' in texts
    assert any(t.startswith('status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version') for t in texts)


def test_protected_groups_need_an_approval():
    obj = definition(group="x.k8s.io")
    obj["metadata"]["name"] = "things.x.k8s.io"
    assert len(said(obj)) == 1 and "metadata.annotations[api-approved.kubernetes.io]: Required value" in said(obj)[0]
    obj["metadata"]["annotations"] = {"api-approved.kubernetes.io": "https://github.com/x"}
    assert said(obj) == []
