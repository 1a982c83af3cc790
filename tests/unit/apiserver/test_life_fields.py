"""No field of any kind is lost: objects in which every field of the schema has a value, through decoding, the store, each kind of patch and an apply."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.api import codec, resources, schema
from kubectl_lite.api.strategy import GENERIC
from kubectl_lite.apiserver import ownership
from kubectl_lite.apiserver.catalog import Catalog
from kubectl_lite.apiserver.patching import documents
from kubectl_lite.apiserver.requestinfo import RequestInfo
from kubectl_lite.apiserver.scope import Scope
from kubectl_lite.apiserver.tracing import silent
from kubectl_lite.machinery.wire import Request
from kubectl_lite.storage.protocol import Delete
from tests.matrix.cluster import ADMIN, NAMESPACE, Cluster

PLAIN = {"Quantity": "1Gi", "IntOrString": 7, "Time": "2026-01-01T00:00:00Z", "MicroTime": "2026-01-01T00:00:00.000000Z", "FieldsV1": {"f:a": {}},
         "JSON": {"a": 1}, "JSONSchemaPropsOrArray": {"type": "object"}, "JSONSchemaPropsOrBool": True, "JSONSchemaPropsOrStringArray": ["a"],
         "RawExtension": {"a": 1}, "CustomResourceSubresourceStatus": {}}
KINDS = [row for stored in resources.all_stored() for row in resources.sharing(stored.storage_prefix)]  # each in every version it is served in
NOT_OWNED = {"CertificateSigningRequest": {"f:spec"}}  # the spec of a request is never applied
SYSTEM = ("uid", "resourceVersion", "creationTimestamp", "managedFields", "generation", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds")


def filled(name: str, above: tuple) -> dict:
    """An object of a definition in which every field has a value, down to where a definition holds itself."""
    return {key: value for key, field in schema.fields(name).items() if (value := _filled(field, (*above, name))) is not None}


def _filled(field, above):
    if "ref" in field:
        short = field["ref"].rpartition(".")[2]
        if not schema.fields(field["ref"]):
            return copy.deepcopy(PLAIN.get(short, {"a": 1}))
        return None if field["ref"] in above else filled(field["ref"], above)
    if "items" in field:
        item = _filled(field["items"], above)
        return None if item is None else [item]
    if "values" in field:
        value = _filled(field["values"], above)
        return None if value is None else {"key": value}
    if field.get("format") == "byte":
        return "YQ=="
    return {"integer": 5, "boolean": True, "number": 1.5, "string": "2026-01-01T00:00:00Z" if field.get("format") == "date-time" else "text"}.get(field.get("type"), {"a": 1})


def whole(row) -> dict:
    """A decoded object of a kind with every field."""
    obj = codec.decode({**filled(row.schema, ()), "apiVersion": row.api_version, "kind": row.kind}, row.schema)[0]
    obj.update(apiVersion=row.api_version, kind=row.kind)
    obj["metadata"] = {**obj["metadata"], "name": "whole", **({"namespace": NAMESPACE} if row.namespaced else {})}
    return obj


def without_system(obj: dict) -> dict:
    return {**obj, "metadata": {key: value for key, value in obj["metadata"].items() if key not in SYSTEM}}


def scope_of(server, row) -> Scope:
    """The scope of a write whose kind has no rules: what is looked at here are the fields, not what they may hold."""
    info = RequestInfo("/", "patch")
    info.namespace, info.name = NAMESPACE if row.namespaced else "", "whole"
    return Scope(server, Request("PATCH", "/", {"fieldManager": ["m"], "fieldValidation": ["Strict"]}, {}), info, row, GENERIC, ADMIN, silent)


@pytest.fixture(scope="module")
def server():
    return Cluster().server


by_kind = pytest.mark.parametrize("row", KINDS, ids=lambda row: f"{row.api_version}/{row.name}")


@by_kind
def test_decoding(row):
    obj = filled(row.schema, ())
    decoded, problems = codec.decode({**obj, "apiVersion": row.api_version, "kind": row.kind}, row.schema)
    assert problems == []
    assert {**decoded, "apiVersion": "", "kind": ""} == {**obj, "apiVersion": "", "kind": ""}
    assert codec.decode(decoded, row.schema)[0] == decoded


@by_kind
def test_the_store_and_reads(server, row):
    obj = whole(row)
    obj["metadata"].pop("managedFields", None)
    server.objects.create(row, NAMESPACE if row.namespaced else "", "whole", copy.deepcopy(obj), None)
    shown = server.handle(Request("GET", row.path(NAMESPACE, "whole"), user=ADMIN)).body
    assert without_system(shown) == without_system(obj)
    listed = server.handle(Request("GET", row.path(NAMESPACE), user=ADMIN)).body["items"]
    assert [{**without_system(o), "apiVersion": row.api_version, "kind": row.kind} for o in listed if o["metadata"]["name"] == "whole"] == [without_system(obj)]
    server.store.commit([Delete(row.key(NAMESPACE if row.namespaced else "", "whole"), int(shown["metadata"]["resourceVersion"]))])


def bare(row) -> dict:
    return {"apiVersion": row.api_version, "kind": row.kind, "metadata": {"name": "whole", **({"namespace": NAMESPACE} if row.namespaced else {})}}


@by_kind
@pytest.mark.parametrize("kind", ["json", "merge", "strategic"])
def test_patches(server, row, kind):
    obj, scope, old = whole(row), scope_of(server, row), bare(row)
    if kind == "json":
        patched = documents.json_patch(scope, old, documents.Sent([{"op": "add", "path": f"/{key}", "value": value} for key, value in obj.items()]))
    else:
        patched = getattr(documents, f"{kind}_patch")(scope, old, documents.Sent(copy.deepcopy(obj)))
    assert patched == obj


@by_kind
def test_apply_and_what_it_owns(server, row):
    scope = scope_of(server, row)
    config = without_system(whole(row))
    applied = ownership.apply(scope, None, copy.deepcopy(config), False)
    assert without_system(applied) == config
    content = {f"f:{key}" for key in config} - {"f:apiVersion", "f:kind", "f:metadata", "f:status"}
    if row.kind in NOT_OWNED:
        content -= NOT_OWNED[row.kind]
    [entry] = applied["metadata"]["managedFields"]
    assert content <= set(entry["fieldsV1"])
    taken = ownership.apply(scope, applied, bare(row), False)  # what is no longer applied is nobody's, and goes
    assert not [e for e in taken["metadata"].get("managedFields") or () if content & set(e["fieldsV1"])]
    assert not taken["metadata"].get("labels") and not taken["metadata"].get("finalizers")


# ---- custom resources ------------------------------------------------------------------------------------------------

EVERYTHING = {
    "text": {"type": "string"}, "when": {"type": "string", "format": "date-time"}, "bytes": {"type": "string", "format": "byte"}, "size": {"type": "integer"},
    "long": {"type": "integer", "format": "int64"}, "ratio": {"type": "number"}, "on": {"type": "boolean"}, "port": {"x-kubernetes-int-or-string": True},
    "atomic": {"type": "array", "x-kubernetes-list-type": "atomic", "items": {"type": "string"}},
    "set": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
    "rows": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], "items": {
        "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "value": {"type": "integer", "nullable": True}}}},
    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}, "words": {"type": "object", "additionalProperties": {"type": "string"}},
    "nested": {"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"deep": {"type": "object", "properties": {"er": {"type": "string"}}}}},
    "embedded": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}}
VALUES = {"text": "t", "when": "2026-01-01T00:00:00Z", "bytes": "YQ==", "size": 5, "long": 2**53 + 1, "ratio": 1.5, "on": True, "port": "80%", "atomic": ["b", "a"],
          "set": ["b", "a"], "rows": [{"name": "x", "value": None}, {"name": "w", "value": 1}], "free": {"a": [{"b": None}]}, "words": {"k": "v"}, "nested": {"deep": {"er": "x"}},
          "embedded": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"x": 1}}}
DEFINITIONS, THINGS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/apis/x.example.com/v1/namespaces/demo/things"
THING = {"apiVersion": "x.example.com/v1", "kind": "Thing", "metadata": {"name": "t"}, "spec": VALUES}


@pytest.fixture(scope="module")
def things():
    cluster = Cluster()
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
        "spec": {"type": "object", "properties": EVERYTHING}, "status": {"type": "object", "properties": EVERYTHING}}}}, "subresources": {"status": {}}}
    cluster.must("POST", DEFINITIONS, {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "things.x.example.com"}, "spec": {
        "group": "x.example.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"}, "versions": [version]}})
    assert Catalog(cluster.server).find("x.example.com", "v1", "things")
    return cluster


@pytest.fixture
def thing(things):
    """Requests about the one thing there is; it goes with the test."""
    yield things
    things.must("DELETE", f"{THINGS}/t")


def test_every_field_of_a_custom_object_is_kept(thing):
    created = thing.must("POST", THINGS, THING, fieldValidation="Strict")
    assert created["spec"] == VALUES
    read = thing.must("GET", f"{THINGS}/t")
    assert read["spec"] == VALUES and thing.must("GET", THINGS)["items"][0]["spec"] == VALUES
    assert thing.must("PUT", f"{THINGS}/t", read)["spec"] == VALUES
    written = thing.must("PUT", f"{THINGS}/t/status", {**read, "status": VALUES, "spec": {}})
    assert written["status"] == VALUES and written["spec"] == VALUES


@pytest.mark.parametrize("kind, body", [
    ("application/json-patch+json", [{"op": "add", "path": f"/spec/{key}", "value": value} for key, value in VALUES.items()]),
    ("application/merge-patch+json", {"spec": VALUES})])
def test_every_field_of_a_custom_object_through_patches(thing, kind, body):
    thing.must("POST", THINGS, {**THING, "spec": {}})
    patched = thing.request("PATCH", f"{THINGS}/t", copy.deepcopy(body), kind, fieldValidation="Strict").body
    without_nulls = {**VALUES, "rows": [{"name": "x"}, {"name": "w", "value": 1}], "free": {"a": [{}]}}
    assert patched["spec"] == (without_nulls if "merge" in kind else VALUES)  # a merge patch takes nulls out of what it adds, even of lists


def test_every_field_of_a_custom_object_applied_and_taken_back(thing):
    applied = thing.request("PATCH", f"{THINGS}/t", copy.deepcopy(THING), "application/apply-patch+yaml", fieldManager="m").body
    assert applied["spec"] == VALUES
    owned = applied["metadata"]["managedFields"][0]["fieldsV1"]["f:spec"]
    assert set(owned) == {f"f:{key}" for key in VALUES}
    shared = {**THING, "spec": {"text": "t", "rows": [{"name": "y"}]}}
    assert thing.request("PATCH", f"{THINGS}/t", shared, "application/apply-patch+yaml", fieldManager="n").status == 200
    empty = thing.request("PATCH", f"{THINGS}/t", {**THING, "spec": {}}, "application/apply-patch+yaml", fieldManager="m").body
    assert empty["spec"] == {"text": "t", "rows": [{"name": "y"}]}
