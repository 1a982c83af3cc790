"""PATCH requests through the whole pipeline."""
from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CM = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm", "labels": {"a": "one"}}, "data": {"k": "v"}}
SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"clusterIP": "None", "ports": [{"name": "a", "port": 1}, {"name": "b", "port": 2}]}}
INAPPLICABLE = "the server rejected our request due to an error in our request"


@pytest.fixture
def stored(world):
    world.post("configmaps", CM, fieldManager="maker")
    world.post("services", SERVICE)
    return world


def test_each_type_changes_the_object(stored):
    assert stored.patch("configmaps/cm", "json", [{"op": "add", "path": "/data/new", "value": "n"}]).body["data"] == {"k": "v", "new": "n"}
    assert stored.patch("configmaps/cm", "merge", {"data": {"k": None}}).body["data"] == {"new": "n"}
    assert stored.patch("configmaps/cm", "strategic", {"metadata": {"labels": {"b": "two"}}}).body["metadata"]["labels"] == {"a": "one", "b": "two"}
    ports = stored.patch("services/s", "strategic", {"spec": {"ports": [{"port": 2, "name": "c"}]}}).body["spec"]["ports"]
    assert [p["name"] for p in ports] == ["a", "c"]


@pytest.mark.parametrize("kind, body, code, text", [
    ("json", [{"op": "test", "path": "/data/k", "value": "w"}], 422, INAPPLICABLE),
    ("json", {"op": "add"}, 400, "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"),
    ("json", "text", 400, "error decoding patch: json: cannot unmarshal string into Go value of type []handlers.jsonPatchOp"),
    ("json", [{"op": "remove", "path": "/metadata/name"}], 400, "the name of the object (cm based on URL) was undeterminable: name must be provided"),
    ("json", [{"op": 1}], 400, "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string"),
    ("json", [5], 400, "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp"),
    ("json", [{"op": "replace", "path": "", "value": []}], 422, None),
    ("json", [{"op": "remove", "path": "/apiVersion"}], 400, "the name of the object (cm based on URL) was undeterminable: name must be provided"),
    ("merge", None, 400, "Invalid JSON Patch"),
    ("strategic", b'{"data":', 400, "unexpected end of JSON input"),
    ("apply", b"a: [", 400, "error decoding YAML: yaml: line 1: did not find expected node content"),
    ("merge", [1], 400, "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}"),
    ("merge", {"metadata": {"resourceVersion": "1"}}, 409, None),
    ("merge", {"metadata": {"uid": "00000000-0000-0000-0000-000000000000"}}, 422, None),
    ("strategic", {"data": {"k": 5}}, 422, ' "" is invalid: patch: Invalid value: "map[data:map[k:5]]": cannot convert int64 to string'),
    ("strategic", {"data": "x"}, 422, ' "" is invalid: patch: Invalid value: "map[data:x]": cannot restore map from string'),
    ("strategic", {"data": {"$patch": "explode"}}, 500, "unknown patch type: explode in map: map[$patch:explode]"),
    ("apply", {**CM, "bogus": 1}, 500, "failed to create typed patch object (/cm; /v1, Kind=ConfigMap): .bogus: field not declared in schema"),
    ("apply", {**CM, "data": {"k": "other"}}, 409, 'Apply failed with 1 conflict: conflict with "maker" using v1: .data.k'),
])
def test_refusals_change_nothing(stored, kind, body, code, text):
    before = stored.get("configmaps/cm").body
    answer = stored.patch("configmaps/cm", kind, body, **({"fieldManager": "x"} if kind == "apply" else {}))
    assert answer.status == code and (text is None or answer.body["message"] == text)
    assert stored.get("configmaps/cm").body == before


def test_options_and_media_types(stored):
    assert stored.send("PATCH", "configmaps/cm", {}, "application/foo").status == 415
    assert stored.patch("configmaps/cm", "apply", CM).body["message"] == 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'
    assert "may not be specified for non-apply patch" in stored.patch("configmaps/cm", "merge", {}, force="true").body["message"]
    assert stored.patch("configmaps/none", "merge", {}).status == 404


def test_a_json_patch_has_a_limit(stored):
    answer = stored.patch("configmaps/cm", "json", [{"op": "test", "path": "/data/k", "value": "v"}] * 10_001)
    assert (answer.status, answer.body["message"]) == (413, "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001")


def test_fields_of_the_patch_itself_are_checked(stored):
    operations = [{"op": "add", "path": "/data/n", "value": "1", "extra": 1}]
    assert stored.patch("configmaps/cm", "json", operations).warnings == ['json patch unknown field "[0].extra"']
    assert stored.patch("configmaps/cm", "json", operations, fieldValidation="Ignore").warnings == []
    assert stored.patch("configmaps/cm", "json", operations, fieldValidation="Strict").status == 422
    assert stored.patch("configmaps/cm", "merge", b'{"data":{"n":"1","n":"2"}}').warnings == ['duplicate field "data.n"']
    for doubled in (b"apiVersion: v1\nkind: ConfigMap\ndata: {a: b, a: c}\n", b'{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b","a":"c"}}'):
        answer = stored.patch("configmaps/cm", "apply", doubled, fieldManager="m", fieldValidation="Strict")
        assert answer.body["message"].startswith("error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:")
        assert answer.body["message"].endswith('key "a" already set in map')


def test_without_field_validation_other_decoders_speak(stored):
    def refusal(kind, body):
        return stored.patch("configmaps/cm", kind, body, fieldValidation="Ignore").body["message"]
    assert refusal("json", {}) == "json: cannot unmarshal object into Go value of type jsonpatch.Patch"
    assert refusal("json", ["x"]) == "json: cannot unmarshal string into Go value of type jsonpatch.Operation"
    assert refusal("merge", "x") == "Invalid JSON Patch"


def test_unknown_fields_warn_or_are_refused(stored):
    answer = stored.patch("configmaps/cm", "merge", {"bogus": 1})
    assert answer.status == 200 and answer.warnings == ['unknown field "bogus"']
    assert "strict decoding error" in stored.patch("configmaps/cm", "merge", {"bogus": 1}, fieldValidation="Strict").body["message"]


def test_what_changes_nothing_writes_nothing(stored):
    version = stored.get("configmaps/cm").body["metadata"]["resourceVersion"]
    for kind, body in (("json", []), ("merge", {}), ("strategic", {"data": {"k": "v"}})):
        assert stored.patch("configmaps/cm", kind, body).body["metadata"]["resourceVersion"] == version
    applied = stored.patch("configmaps/cm", "apply", CM, fieldManager="x").body["metadata"]["resourceVersion"]
    stored.env.advance(60)
    assert applied != version and stored.patch("configmaps/cm", "apply", CM, fieldManager="x").body["metadata"]["resourceVersion"] == applied


def test_dry_run_stops_before_the_store(stored):
    assert stored.patch("configmaps/cm", "merge", {"data": {"k": "w"}}, dryRun="All").body["data"] == {"k": "w"}
    assert stored.get("configmaps/cm").body["data"] == {"k": "v"}


def test_apply_creates_and_takes_away(world):
    answer = world.patch("configmaps/new", "apply", {**CM, "metadata": {"name": "new"}}, fieldManager="x")
    assert answer.status == 201 and answer.body["metadata"]["managedFields"][0]["manager"] == "x"
    config = {**CM, "metadata": {"name": "new"}, "data": {"other": "1"}}
    assert world.patch("configmaps/new", "apply", config, fieldManager="x").body["data"] == {"other": "1"}
    assert world.patch("configmaps/odd", "apply", {**config, "metadata": {"name": "odd", "uid": "1"}}, fieldManager="x").status == 409
    assert world.patch("configmaps/odd", "apply", config, fieldManager="x").status == 400


def test_scale_is_patched_as_a_scale_and_owned_as_replicas(world):
    template = {"metadata": {"labels": {"app": "d"}}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
    path = "/apis/apps/v1/namespaces/demo/deployments"
    world.post(path, {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
                      "spec": {"selector": {"matchLabels": {"app": "d"}}, "template": template}}, fieldManager="maker")
    answer = world.patch(f"{path}/d/scale", "merge", {"spec": {"replicas": 3}}, fieldManager="scaler")
    assert answer.status == 200 and answer.body["spec"] == {"replicas": 3}
    entries = {e["manager"]: e for e in world.get(f"{path}/d").body["metadata"]["managedFields"]}
    assert entries["scaler"]["subresource"] == "scale" and entries["scaler"]["fieldsV1"] == {"f:spec": {"f:replicas": {}}}
    assert "f:replicas" not in entries["maker"]["fieldsV1"]["f:spec"]


scalars = st.one_of(st.none(), st.booleans(), st.integers(-5, 70000), st.text("ab$./", max_size=4), st.floats(allow_nan=False, allow_infinity=False))
keys = st.sampled_from(["metadata", "name", "labels", "data", "spec", "ports", "port", "protocol", "$patch", "$retainKeys", "$setElementOrder/ports",
                        "$deleteFromPrimitiveList/finalizers", "finalizers", "ownerReferences", "uid", "selector", "kind", "managedFields", "x"])
values = st.recursive(scalars, lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(keys, below, max_size=4)), max_leaves=12)
operations = st.lists(st.fixed_dictionaries({"op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test", "odd"])},
                                            optional={"path": st.sampled_from(["/data/k", "/spec/ports/0", "/spec/ports/-", "/metadata/labels/a", "", "/x/y", "/kind"]),
                                                      "from": st.sampled_from(["/data/k", "/spec", "/none"]), "value": values}), max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.tuples(st.just("json"), operations), st.tuples(st.sampled_from(["merge", "strategic", "apply"]), st.one_of(values, st.dictionaries(keys, values)))),
       st.sampled_from(["configmaps/cm", "services/s"]), st.booleans())
def test_any_patch_gets_an_object_or_a_reason(stored, patch, path, force):
    kind, body = patch
    if kind == "apply" and isinstance(body, dict):
        body = {**copy.deepcopy(CM if "cm" in path else SERVICE), **body, "kind": "ConfigMap" if "cm" in path else "Service"}
    before = stored.get(path).body
    query = {"fieldManager": "fuzz", **({"force": "true"} if force else {})} if kind == "apply" else {}
    answer = stored.patch(path, kind, body, dryRun="All", **query)
    assert answer.body["kind"] in ("ConfigMap", "Service", "Status")
    if answer.status >= 300:
        assert answer.body["message"] and answer.body["code"] == answer.status
    json.dumps(answer.body)
    assert stored.get(path).body == before


def test_a_lost_race_is_tried_again_unless_the_patch_names_a_version(stored, monkeypatch):
    from kubectl_lite.apiserver.objects import Objects
    update, rivals = Objects.update, []

    def slower(self, resource, namespace, name, obj, old, note, beside=()):
        if len(rivals) < 2 and resource.name == "configmaps":
            rivals.append(name)
            now = self.get(resource, namespace, name)
            update(self, resource, namespace, name, {**now, "data": {**now["data"], "rival": str(now["metadata"]["resourceVersion"])}}, now, note)
        return update(self, resource, namespace, name, obj, old, note, beside)

    monkeypatch.setattr(Objects, "update", slower)
    answer = stored.patch("configmaps/cm", "merge", {"data": {"mine": "1"}})
    assert answer.status == 200 and answer.body["data"].keys() == {"k", "rival", "mine"} and len(rivals) == 2
    rivals.clear()
    version = stored.get("configmaps/cm").body["metadata"]["resourceVersion"]
    assert stored.patch("configmaps/cm", "merge", {"metadata": {"resourceVersion": version}, "data": {"mine": "2"}}).status == 409
