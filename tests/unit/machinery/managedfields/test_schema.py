"""Schema nodes from OpenAPI schemas of custom resources."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.managedfields.manager import FieldManager
from kubectl_lite.machinery.managedfields.nodes import Leaf
from kubectl_lite.machinery.managedfields.schema import custom_object

SPEC = {"type": "object", "properties": {
    "tags": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
    "plain": {"type": "array", "items": {"type": "string"}},
    "crew": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name", "rank"],
             "items": {"type": "object", "properties": {"name": {"type": "string"}, "rank": {"type": "integer", "default": 1}}}},
    "atom": {"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"a": {"type": "string"}}},
    "extra": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}


def applied(spec):
    node = custom_object({"type": "object", "properties": {"spec": SPEC}}, Leaf())
    obj = {"apiVersion": "x.io/v1", "kind": "Boat", "metadata": {"name": "b"}, "spec": spec}
    return FieldManager(node, "x.io/v1", "Boat", lambda: "t").apply(None, obj, "m")["metadata"]["managedFields"][0]["fieldsV1"]["f:spec"]


def test_list_and_map_types_decide_what_is_owned():
    owned = applied({"tags": ["x"], "plain": ["p"], "crew": [{"name": "ann"}], "atom": {"a": "1"}, "extra": {"any": {"deep": [1]}}})
    assert owned == {"f:tags": {'v:"x"': {}}, "f:plain": {}, "f:crew": {'k:{"name":"ann","rank":1}': {".": {}, "f:name": {}}}, "f:atom": {},
                     "f:extra": {"f:any": {".": {}, "f:deep": {}}}}


def test_without_a_schema_everything_is_owned_field_by_field():
    node = custom_object(None, Leaf())
    obj = {"apiVersion": "x.io/v1", "kind": "Gem", "metadata": {"name": "b"}, "other": {"a": [1], "b": 2}}
    entry = FieldManager(node, "x.io/v1", "Gem", lambda: "t").apply(None, obj, "m")["metadata"]["managedFields"][0]
    assert entry["fieldsV1"] == {"f:other": {".": {}, "f:a": {}, "f:b": {}}}


@pytest.mark.parametrize("spec, text", [
    ({"crew": [{"rank": 1}]}, ".spec.crew: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)"),
    ({"crew": [{"name": "a"}, {"name": "a"}]}, '.spec.crew: duplicate entries for key [name="a",rank=1]'),
    ({"tags": ["x", "x"]}, '.spec.tags: duplicate entries for key [="x"]'),
    ({"tags": [{}]}, ".spec.tags: element 0: associative list without keys has an element that's a map type"),
    ({"bogus": 1, "other": 2}, "errors:\n  .spec.bogus: field not declared in schema\n  .spec.other: field not declared in schema"),
])
def test_configurations_that_do_not_fit(spec, text):
    with pytest.raises(ApiError) as refused:
        applied(spec)
    assert refused.value.message == f"failed to create typed patch object (/b; x.io/v1, Kind=Boat): {text}"
