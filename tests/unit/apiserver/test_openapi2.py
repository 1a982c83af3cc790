"""The v2 document: everything served, in one, without what only v3 can say."""
import json

CRD = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "foos.e.com"},
       "spec": {"group": "e.com", "scope": "Namespaced", "names": {"plural": "foos", "kind": "Foo"}, "versions": [{"name": "v1", "served": True, "storage": True,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                    "open": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}, "none": {"type": "string", "nullable": True}}}}}]}}


def test_every_reference_is_defined(world):
    document = world.get("/openapi/v2").body
    text = json.dumps(document)
    assert "#/components/" not in text
    wanted = {piece.split('"')[0] for piece in text.split('"#/definitions/')[1:]}
    assert len(wanted) > 300 and wanted <= set(document["definitions"])


def test_parameters_carry_their_type(world):
    operation = world.get("/openapi/v2").body["paths"]["/api/v1/namespaces/{namespace}/configmaps"]["post"]
    assert {"name": "dryRun", "in": "query", "type": "string", "uniqueItems": True} in operation["parameters"]


def test_custom_resources_lose_what_v2_cannot_say(world):
    world.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", CRD)
    foo = world.get("/openapi/v2").body["definitions"]["com.e.v1.Foo"]["properties"]
    assert foo["open"] == {"x-kubernetes-preserve-unknown-fields": True} and foo["none"] == {}
    assert foo["metadata"]["$ref"] == "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
