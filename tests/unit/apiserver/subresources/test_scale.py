"""The scale of an object: which object is meant, and custom objects without replicas."""
from __future__ import annotations

import pytest

DEPLOYMENTS = "/apis/apps/v1/namespaces/demo/deployments"
TEMPLATE = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "x"}]}}
DEFINITIONS, THINGS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/apis/e.com/v1/namespaces/demo/things"
DEFINITION = {"metadata": {"name": "things.e.com"}, "spec": {
    "group": "e.com", "scope": "Namespaced", "names": {"plural": "things", "kind": "Thing"},
    "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
                  "subresources": {"scale": {"specReplicasPath": ".spec.n", "statusReplicasPath": ".status.n"}}}]}}


@pytest.fixture
def deployed(world):
    world.post(DEPLOYMENTS, {"metadata": {"name": "d"}, "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": TEMPLATE}})
    return world


@pytest.mark.parametrize("metadata, code, text", [
    ({}, 400, "the name of the object (d based on URL) was undeterminable: name must be provided"),
    ({"name": "x"}, 400, "the name of the object (x) does not match the name on the URL (d)"),
    ({"name": "d", "uid": "u"}, 409, 'on deployments.apps "d": StorageError: invalid object, Code: 4, Key: /registry/deployments/demo/d'),
    ({"name": "d", "resourceVersion": "1"}, 409, "the object has been modified"),
    ({"name": "d"}, 200, None),
])
def test_a_scale_that_is_put(deployed, metadata, code, text):
    answer = deployed.send("PUT", f"{DEPLOYMENTS}/d/scale", {"metadata": metadata, "spec": {"replicas": 3}})
    assert answer.status == code and (text is None or text in answer.body["message"])
    assert deployed.get(f"{DEPLOYMENTS}/d").body["spec"]["replicas"] == (3 if code == 200 else 1)


def test_a_patch_that_names_another_uid(deployed):
    answer = deployed.patch(f"{DEPLOYMENTS}/d/scale", "merge", {"metadata": {"uid": "u"}})
    assert answer.body["message"].startswith('Operation cannot be fulfilled on deployments/scale.apps "d": Precondition failed: UID in precondition: u, ')


def test_a_custom_object_without_replicas(world):
    world.post(DEFINITIONS, DEFINITION)
    world.post(THINGS, {"apiVersion": "e.com/v1", "kind": "Thing", "metadata": {"name": "t"}})
    assert world.get(f"{THINGS}/t/scale").body["message"] == 'Internal error occurred: the spec replicas field ".spec.n" does not exist'
    assert world.patch(f"{THINGS}/t/scale", "merge", {"metadata": {"labels": {"a": "b"}}}).body["message"] == 'the spec replicas field ".spec.n" cannot be empty'
    assert world.patch(f"{THINGS}/t/scale", "merge", {"spec": {"replicas": 2}}).body["spec"] == {"replicas": 2}
    assert world.get(f"{THINGS}/t").body["spec"] == {"n": 2}
