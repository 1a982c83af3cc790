"""The OpenAPI schemas of custom resources."""
from __future__ import annotations

from tests.unit.apiserver.crd.test_customresources import DEFINITIONS, definition


def published(world, schema):
    crd = definition()
    crd["spec"]["versions"] = [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]
    world.post(DEFINITIONS, crd)
    return world.get("/openapi/v3/apis/x.example.com/v1").body["components"]["schemas"]["com.example.x.v1.Boat"]


def test_every_object_has_a_kind_and_metadata(world):
    found = published(world, {"type": "object", "description": "A boat.", "properties": {"spec": {"type": "object"}}})
    assert found["description"] == "A boat." and list(found["properties"]) == ["spec", "apiVersion", "kind", "metadata"] and "required" not in found
    assert found["properties"]["kind"]["description"].startswith("Kind is a string value representing the REST resource")
    assert found["properties"]["metadata"]["allOf"] == [{"$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}]


def test_objects_inside_have_them_too(world):
    inner = {"type": "object", "x-kubernetes-embedded-resource": True, "required": ["kind", "spec"], "properties": {"spec": {"type": "string"}}}
    found = published(world, {"type": "object", "properties": {"cargo": {"type": "array", "items": inner}}})["properties"]["cargo"]["items"]
    assert found["required"] == ["kind", "spec", "apiVersion"] and set(found["properties"]) == {"spec", "apiVersion", "kind", "metadata"}
    assert found["properties"]["kind"]["description"].startswith("kind is a string value representing the type of this object")
