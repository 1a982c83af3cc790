"""The review kinds: what they may say of themselves, and what they may ask."""
import pytest

GROUP = "/apis/authorization.k8s.io/v1"


def asked(world, kind, spec, **metadata):
    where = f"{GROUP}/namespaces/{metadata['namespace']}" if "namespace" in metadata else GROUP
    path = f"{where}/{kind.lower()}s"
    return world.post(path, {"apiVersion": "authorization.k8s.io/v1", "kind": kind, "metadata": metadata, "spec": spec}).body


PODS = {"resource": "pods", "verb": "get", "namespace": "demo"}


@pytest.mark.parametrize("attributes, wanted", [
    ({"labelSelector": {"requirements": [{"key": "a", "operator": "Maybe"}]}}, ""),
    ({"labelSelector": {"requirements": [{"key": "a b", "operator": "In"}]}}, "spec.resourceAttributes.labelSelector.requirements[0].values: Required value"),
    ({"fieldSelector": {"requirements": [{"operator": "Exists", "values": ["a"]}]}}, "spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be specified"),
    ({"fieldSelector": {}}, "when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required"),
])
def test_selectors_of_a_question(world, attributes, wanted):
    answer = asked(world, "SelfSubjectAccessReview", {"resourceAttributes": {**PODS, **attributes}})
    assert wanted in answer.get("message", "") and (answer["kind"] == "Status") == bool(wanted)


def test_a_local_review_is_about_its_namespace(world):
    spec = {"user": "bob", "resourceAttributes": PODS}
    assert "status" in asked(world, "LocalSubjectAccessReview", spec, namespace="demo")
    assert asked(world, "LocalSubjectAccessReview", spec, namespace="default")["message"].endswith(
        'spec.resourceAttributes.namespace: Invalid value: "demo": must match metadata.namespace')
    other = {"user": "bob", "nonResourceAttributes": {"path": "/x", "verb": "get"}}
    assert asked(world, "LocalSubjectAccessReview", other, namespace="demo")["message"].endswith(
        'spec.nonResourceAttributes: Invalid value: {"Path":"/x","Verb":"get"}: disallowed on this kind of request')
    assert asked(world, "LocalSubjectAccessReview", spec, namespace="demo", labels={"a": "b"})["message"].endswith("must be empty except for namespace")
