"""Conversion between the versions of a custom resource by a webhook over HTTPS: what it is sent, what it may change, how failures are told."""
from __future__ import annotations

import pytest

from tests.unit.apiserver import hooks
from tests.unit.apiserver.crd.test_customresources import BOATS, DEFINITIONS, boat, definition

OLDER = BOATS.replace("/v1/", "/v1beta1/")
FAILED = "conversion webhook for x.example.com/v1beta1, Kind=Boat "


def recoloured(obj, version):
    old, new = ("colour", "color") if version.endswith("/v1") else ("color", "colour")
    return {**obj, "apiVersion": version, "spec": {new if key == old else key: value for key, value in obj["spec"].items()}}


def answered(request, *objects, **response):
    return {"apiVersion": request["apiVersion"], "kind": "ConversionReview",
            "response": {"uid": request["request"]["uid"], "result": {"status": "Success"}, "convertedObjects": list(objects), **response}}


def convert(request, **changes):
    wanted = request["request"]["desiredAPIVersion"]
    return answered(request, *({**recoloured(obj, wanted), **changes} for obj in request["request"]["objects"]))


def with_webhook(hook=None, **webhook):
    crd = definition()
    crd["spec"]["versions"][1]["schema"] = {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"colour": {"type": "string"}}}}}}
    client = {"url": hook.url("/convert"), "caBundle": hooks.authority().bundle} if hook else {"url": "https://127.0.0.1:1/convert"}
    crd["spec"]["conversion"] = {"strategy": "Webhook", "webhook": {"clientConfig": client, "conversionReviewVersions": ["v1"], **webhook}}
    return crd


def test_objects_are_converted_both_ways(world, serve):
    hook = serve(convert)
    assert world.post(DEFINITIONS, with_webhook(hook)).status == 201
    assert world.post(OLDER, boat("b", "v1beta1", colour="blue")).body["spec"] == {"colour": "blue"}
    shown = world.get(f"{BOATS}/b").body
    assert shown["spec"] == {"color": "blue"} and shown["apiVersion"] == "x.example.com/v1"
    assert [o["spec"] for o in world.get(OLDER).body["items"]] == [{"colour": "blue"}]
    request = hook.seen[0]["request"]
    assert hook.seen[0]["apiVersion"] == "apiextensions.k8s.io/v1" and request["desiredAPIVersion"] == "x.example.com/v1"
    assert request["objects"][0]["metadata"]["uid"] == request["uid"] and hook.headers[0][0] == "/convert?timeout=30s"


def test_what_is_in_the_right_version_is_not_converted(world, serve):
    hook = serve(convert)
    world.post(DEFINITIONS, with_webhook(hook))
    assert world.post(BOATS, boat("b", color="blue")).status == 201 and world.get(f"{BOATS}/b").status == 200
    assert hook.seen == []


def test_labels_and_annotations_are_all_of_the_metadata_it_may_change(world, serve):
    def answer(request):
        [obj] = request["request"]["objects"]
        kept = {key: obj["metadata"][key] for key in ("name", "namespace", "uid")}
        return convert(request, metadata={**kept, "labels": {"converted": "yes"}, "finalizers": ["example.com/x"]})
    world.post(DEFINITIONS, with_webhook(serve(answer)))
    world.post(OLDER, boat("b", "v1beta1", colour="blue"))
    metadata = world.get(f"{BOATS}/b").body["metadata"]
    assert metadata["labels"] == {"converted": "yes"} and "finalizers" not in metadata and metadata["generation"] == 1


def identified(request, **changes):
    [obj] = request["request"]["objects"]
    return convert(request, metadata={**obj["metadata"], **changes})


@pytest.mark.parametrize("answer, text", [
    (lambda r: (500, b"boom"), 'failed: an error on the server ("boom") has prevented the request from succeeding'),
    (lambda r: b"{", "failed: couldn't get version/kind; json parse error: unexpected end of JSON input"),
    (lambda r: {**convert(r), "kind": "Other"}, "failed: expected webhook response of apiextensions.k8s.io/v1, Kind=ConversionReview, "
                                               "got apiextensions.k8s.io/v1, Kind=Other"),
    (lambda r: {"apiVersion": r["apiVersion"], "kind": "ConversionReview"}, "failed: no response provided"),
    (lambda r: answered(r, uid="x"), 'failed: expected response.uid="{uid}", got "x"'),
    (lambda r: answered(r, result={"status": "Failed", "message": "no such boat"}), "failed: no such boat"),
    (lambda r: answered(r, result={"status": "Failed"}), "failed: response.result.status was 'Failed', not 'Success'"),
    (lambda r: answered(r), "returned 0 objects, expected 1"),
    (lambda r: answered(r, *r["request"]["objects"]), "returned invalid object at index 0: invalid groupVersion (expected x.example.com/v1, received x.example.com/v1beta1)"),
    (lambda r: convert(r, kind="Ship"), "returned invalid object at index 0: invalid kind (expected Boat, received Ship)"),
    (lambda r: identified(r, name="c"), "returned invalid object: must have the same name: b != c"),
    (lambda r: identified(r, namespace="c"), "returned invalid object: must have the same namespace: demo != c"),
    (lambda r: identified(r, uid="c"), "returned invalid object: must have the same UID: {uid} != c"),
    (lambda r: identified(r, labels={"a": "not valid!"}), "returned invalid metadata: metadata.labels: Invalid value: \"not valid!\": "),
])
def test_failures(world, serve, answer, text):
    hook = serve(answer)
    world.post(DEFINITIONS, with_webhook(hook))
    before = world.server.store.revision()
    refused = world.post(OLDER, boat("b", "v1beta1", colour="blue"))
    assert refused.status == 500 and "reason" not in refused.body
    assert refused.body["message"].startswith(FAILED + text.replace("{uid}", hook.seen[0]["request"]["uid"]))
    assert world.server.store.revision() == before


def test_out_of_reach(world):
    world.post(DEFINITIONS, with_webhook())
    answer = world.post(OLDER, boat("b", "v1beta1", colour="blue"))
    assert answer.body["message"] == FAILED + 'failed: Post "https://127.0.0.1:1/convert?timeout=30s": dial tcp 127.0.0.1:1: connect: connection refused'


def test_the_older_review_asks_for_less(world, serve):
    hook = serve(lambda r: {"response": {"result": {"status": "Success"}, "convertedObjects": convert(r)["response"]["convertedObjects"]}})
    world.post(DEFINITIONS, with_webhook(hook, conversionReviewVersions=["v1beta1"]))
    assert world.post(OLDER, boat("b", "v1beta1", colour="blue")).status == 201 and hook.seen[0]["apiVersion"] == "apiextensions.k8s.io/v1beta1"


def test_the_storage_version_and_the_versions_ever_stored(world, serve):
    hook = serve(convert)
    crd = with_webhook(hook)
    world.post(DEFINITIONS, crd)
    path = f"{DEFINITIONS}/{crd['metadata']['name']}"
    assert world.get(path).body["status"]["storedVersions"] == ["v1"]
    world.post(BOATS, boat("b", color="red"))
    moved = [{"op": "replace", "path": f"/spec/versions/{i}/storage", "value": stored} for i, stored in ((0, False), (1, True))]
    assert world.patch(path, "json", moved).status == 200
    assert world.get(path).body["status"]["storedVersions"] == ["v1", "v1beta1"]
    assert world.get(f"{BOATS}/b").body["spec"] == {"color": "red"}  # still stored as v1
    world.patch(f"{BOATS}/b", "merge", {"metadata": {"labels": {"x": "1"}}})
    stored = next(e.value for e in world.server.store.range("/registry/x.example.com/").entries)
    assert stored["apiVersion"] == "x.example.com/v1beta1" and stored["spec"] == {"colour": "red"}
    refused = world.patch(path, "json", [{"op": "remove", "path": "/spec/versions/0"}])
    assert refused.status == 422 and 'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions' in refused.body["message"]
