"""Custom resources through the whole pipeline."""
from __future__ import annotations

import copy

import pytest

DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
BOATS = "/apis/x.example.com/v1/namespaces/demo/boats"
SCHEMA = {"type": "object", "properties": {
    "spec": {"type": "object", "properties": {"color": {"type": "string", "default": "red"}, "size": {"type": "integer", "maximum": 9},
                                              "crew": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                                                       "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}},
    "status": {"type": "object", "properties": {"phase": {"type": "string"}}}}}
OLDER = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"color": {"type": "string"}, "old": {"type": "string"}}}}}


def definition(plural="boats", kind="Boat", **names):
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"{plural}.x.example.com"},
            "spec": {"group": "x.example.com", "scope": "Namespaced", "names": {"plural": plural, "kind": kind, **names}, "versions": [
                {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": SCHEMA}, "subresources": {"status": {}},
                 "selectableFields": [{"jsonPath": ".spec.color"}]},
                {"name": "v1beta1", "served": True, "storage": False, "deprecated": True, "schema": {"openAPIV3Schema": OLDER}}]}}


def boat(name="b", version="v1", **spec):
    return {"apiVersion": f"x.example.com/{version}", "kind": "Boat", "metadata": {"name": name}, "spec": spec}


@pytest.fixture
def harbor(world):
    assert world.post(DEFINITIONS, definition()).status == 201
    return world


def conditions(world, name):
    return {c["type"]: (c["status"], c["reason"]) for c in world.get(f"{DEFINITIONS}/{name}").body["status"]["conditions"]}


def test_definitions_are_established_at_once_and_names_are_exclusive(harbor):
    assert conditions(harbor, "boats.x.example.com") == {"NamesAccepted": ("True", "NoConflicts"), "Established": ("True", "InitialNamesAccepted")}
    harbor.post(DEFINITIONS, definition("ships", "Boat"))
    assert conditions(harbor, "ships.x.example.com") == {"NamesAccepted": ("False", "ListKindConflict"), "Established": ("False", "NotAccepted")}
    harbor.send("DELETE", f"{DEFINITIONS}/boats.x.example.com")
    assert conditions(harbor, "ships.x.example.com")["Established"][0] == "True"


def test_objects_are_pruned_defaulted_and_validated(harbor):
    answer = harbor.post(BOATS, boat(size=1, extra=2))
    assert answer.body["spec"] == {"size": 1, "color": "red"} and answer.warnings == ['unknown field "spec.extra"']
    assert harbor.post(BOATS, boat("c", size=1, extra=2), fieldValidation="Strict").status == 400
    assert harbor.post(BOATS, boat("c", size=10)).body["message"] == (
        'Boat.x.example.com "c" is invalid: spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9')


def test_the_status_is_written_apart_and_generation_follows_the_spec(harbor):
    harbor.post(BOATS, {**boat(), "status": {"phase": "New"}})
    assert "status" not in harbor.get(f"{BOATS}/b").body
    answer = harbor.patch(f"{BOATS}/b/status", "merge", {"status": {"phase": "Afloat"}, "spec": {"size": 5}, "metadata": {"labels": {"a": "b"}}}, fieldManager="ctl")
    assert answer.body["status"] == {"phase": "Afloat"} and "size" not in answer.body["spec"] and "labels" not in answer.body["metadata"]
    assert answer.body["metadata"]["generation"] == 1
    assert harbor.patch(f"{BOATS}/b", "merge", {"spec": {"size": 5}}).body["metadata"]["generation"] == 2
    assert harbor.patch(f"{BOATS}/b/status", "merge", {"status": {"phase": 5}}).body["message"].endswith(
        'status.phase: Invalid value: "integer": phase in body must be of type string: "integer"')


def test_versions_show_what_they_know(harbor):
    older = BOATS.replace("/v1/", "/v1beta1/")
    answer = harbor.post(older, boat("o", "v1beta1", old="z", color="blue"))
    assert answer.body["spec"] == {"color": "blue"}
    assert answer.warnings == ["x.example.com/v1beta1 Boat is deprecated; use x.example.com/v1 Boat"]
    harbor.post(BOATS, boat("n", size=2))
    shown = harbor.get(f"{older}/n").body
    assert shown["spec"] == {"color": "red"} and shown["apiVersion"] == "x.example.com/v1beta1"


def test_fields_are_selectable_and_owned_by_list_type(harbor):
    harbor.patch(f"{BOATS}/b", "apply", boat(crew=[{"name": "ann"}]), fieldManager="one")
    answer = harbor.patch(f"{BOATS}/b", "apply", boat(crew=[{"name": "bob"}]), fieldManager="two")
    assert [c["name"] for c in answer.body["spec"]["crew"]] == ["ann", "bob"]
    assert len(harbor.send("GET", BOATS, fieldSelector="spec.color=red").body["items"]) == 1
    assert harbor.send("GET", BOATS, fieldSelector="spec.size=1").status == 400
    assert harbor.patch(f"{BOATS}/b", "strategic", {}).status == 415


def test_a_definition_goes_after_its_objects(harbor):
    harbor.post(BOATS, boat("free"))
    held = boat("held")
    held["metadata"]["finalizers"] = ["example.com/hold"]
    harbor.post(BOATS, held)
    harbor.send("DELETE", f"{DEFINITIONS}/boats.x.example.com")
    assert conditions(harbor, "boats.x.example.com")["Terminating"] == ("True", "InstanceDeletionInProgress")
    assert harbor.get(f"{BOATS}/free").status == 404
    refused = harbor.post(BOATS, boat("late"))
    assert refused.status == 403 and refused.body["message"].endswith("create not allowed while custom resource definition is terminating")
    harbor.patch(f"{BOATS}/held", "merge", {"metadata": {"finalizers": None}})
    assert harbor.get(f"{DEFINITIONS}/boats.x.example.com").status == 404 and harbor.get(BOATS).status == 404


def test_a_changed_definition_changes_what_is_stored(harbor):
    harbor.post(BOATS, boat(size=2))
    changed = copy.deepcopy(SCHEMA)
    changed["properties"]["spec"]["properties"]["flag"] = {"type": "string", "default": "none"}
    answer = harbor.patch(f"{DEFINITIONS}/boats.x.example.com", "json", [{"op": "replace", "path": "/spec/versions/0/schema/openAPIV3Schema", "value": changed}])
    assert answer.status == 200 and harbor.get(f"{BOATS}/b").body["spec"]["flag"] == "none"


def test_owners_of_parts_own_the_whole_once_it_is_atomic(world):
    crd = definition()
    spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"] = copy.deepcopy(SCHEMA)
    fields = spec["properties"]["spec"]["properties"]
    fields["sails"] = {"type": "object", "additionalProperties": {"type": "string"}}
    fields["ropes"] = {"type": "array", "items": {"type": "string"}}
    world.post(DEFINITIONS, crd)

    def owned(name="b"):
        return {e["manager"]: e["fieldsV1"]["f:spec"] for e in world.get(f"{BOATS}/{name}").body["metadata"]["managedFields"]}

    def applied(manager, **spec):
        return world.patch(f"{BOATS}/b", "apply", boat(**spec), fieldManager=manager, force="true").status

    assert applied("m1", crew=[{"name": "ann"}], sails={"main": "up"}, ropes=["a"]) == 201
    whole = [{"op": "replace", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/crew/x-kubernetes-list-type", "value": "atomic"},
             {"op": "remove", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/crew/x-kubernetes-list-map-keys"},
             {"op": "add", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/sails/x-kubernetes-map-type", "value": "atomic"},
             {"op": "add", "path": "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/ropes/x-kubernetes-list-type", "value": "set"}]
    assert world.patch(f"{DEFINITIONS}/boats.x.example.com", "json", whole).status == 200
    assert owned()["m1"]["f:crew"] and owned()["m1"]["f:sails"]  # until the next write
    assert applied("m2", size=3) == 200
    assert owned() == {"m1": {"f:crew": {}, "f:ropes": {}, "f:sails": {}}, "m2": {"f:size": {}}}
    assert world.patch(f"{BOATS}/b", "apply", boat(crew=[{"name": "bob"}]), fieldManager="m2").body["message"].startswith('Apply failed with 1 conflict: conflict with "m1"')


@pytest.fixture
def fleet(world):
    """Boats with a scale, and columns of all that is in their spec."""
    crd = definition()
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    columns = [{"name": name, "type": name if name != "words" else "string", "jsonPath": f".spec.{name}"} for name in ("integer", "number", "boolean", "date", "words")]
    crd["spec"]["versions"] = [{"name": "v1", "served": True, "storage": True, "subresources": {"status": {}, "scale": {
        "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".status.selector"}},
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": anything, "status": anything}}}, "additionalPrinterColumns": columns}]
    world.post(DEFINITIONS, crd)
    return world


def test_a_scale_needs_replicas(fleet):
    fleet.post(BOATS, boat())
    assert fleet.get(f"{BOATS}/b/scale").body["message"] == 'Internal error occurred: the spec replicas field ".spec.replicas" does not exist'
    assert fleet.patch(f"{BOATS}/b/scale", "merge", {"metadata": {"labels": {"a": "b"}}}).body["message"] == 'the spec replicas field ".spec.replicas" cannot be empty'
    assert fleet.patch(f"{BOATS}/b/scale", "merge", {"spec": {"replicas": 2}}).body["spec"] == {"replicas": 2}
    assert fleet.get(f"{BOATS}/b/scale").body["status"] == {"replicas": 0}


def test_writing_the_status_looks_at_its_own_replicas_alone(fleet):
    fleet.post(BOATS, boat(replicas=1))
    told = fleet.patch(f"{BOATS}/b/status", "merge", {"status": {"replicas": -1, "selector": 5}}).body["message"]
    assert told == ('Boat.x.example.com "b" is invalid: [.status.replicas: Invalid value: -1: should be a non-negative integer, .status.selector: '
                    'Invalid value: "": .status.selector accessor error: 5 is of the type int64, expected string]')


@pytest.mark.parametrize("spec, cells", [
    ({"integer": 5, "number": 1, "boolean": True, "date": "x", "words": {"a": [1]}}, [5, 1.0, True, "<invalid>", '{"a":[1]}']),
    ({"integer": "5", "number": "1", "boolean": "true", "date": 5, "words": 1.5}, [None, None, None, None, "1.5"]),
    ({"integer": 2.0, "words": None}, [2, None, None, None, "<no value>"]), ({}, [None] * 5),
])
def test_cells_of_columns(fleet, spec, cells):
    from kubectl_lite.printers.columns import customresources
    from kubectl_lite.machinery.resource import Resource
    crd = fleet.get(f"{DEFINITIONS}/boats.x.example.com").body
    resource = Resource("x.example.com", "v1", "boats", "Boat", True, crd=crd)
    assert customresources.cells(resource, boat(**spec), 0.0)[1:] == cells


def test_another_kind_is_a_field_error_and_finalizers_should_have_a_domain(harbor):
    assert harbor.post(BOATS, {**boat(), "kind": "Ship"}).body["message"] == 'Ship.x.example.com "b" is invalid: kind: Invalid value: "Ship": must be Boat'
    held = {**boat(), "metadata": {"name": "b", "finalizers": ["hold", "example.com/hold", "orphan"]}}
    made = harbor.post(BOATS, held)
    assert made.warnings == ['metadata.finalizers: "hold": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers']
    assert harbor.patch(f"{BOATS}/b", "merge", {"spec": {"size": 1}}).warnings == []
