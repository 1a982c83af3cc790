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
    ({"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}}, None),
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
    assert text in found if text else any("error building validator" in p for p in found)


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
