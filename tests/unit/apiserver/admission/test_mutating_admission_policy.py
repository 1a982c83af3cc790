"""MutatingAdmissionPolicy: what it changes, and how it refuses."""
from __future__ import annotations

import pytest

from kubectl_lite.machinery.managedfields import typed
from tests.unit.apiserver.admission.test_webhooks import GROUP, MAPS

PODS = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}


def merge(expression):
    return {"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": expression}}


def patch(expression):
    return {"patchType": "JSONPatch", "jsonPatch": {"expression": expression}}


def policy(world, *mutations, name="p", rules=MAPS, binding=None, **spec):
    whole = {"matchConstraints": {"resourceRules": [rules]}, "reinvocationPolicy": "Never", "mutations": list(mutations), **spec}
    for kind, body in (("mutatingadmissionpolicies", {"kind": "MutatingAdmissionPolicy", "spec": whole}),
                       ("mutatingadmissionpolicybindings", {"kind": "MutatingAdmissionPolicyBinding", "spec": {"policyName": name, **(binding or {})}})):
        made = world.post(f"{GROUP}/{kind}", {"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": name}, **body})
        assert made.status == 201, made.body


def create(world, **data):
    return world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": data})


DENIED = "policy 'p' with binding 'p' denied request: "


@pytest.mark.parametrize("mutation, text", [
    (patch("[JSONPatch{op: 'remove', path: '/data/none'}]"), "JSONPath: "),
    (patch("[JSONPatch{op: 'add', path: '/data/k', value: object.data.none}]"),
     "expression '[JSONPatch{op: 'add', path: '/data/k', value: object.data.none}]' resulted in error: no such key: none"),
    (merge("Object{moon: 'x'}"), "error applying patch: failed to convert patch object to typed object: .moon: field not declared in schema"),
])
def test_a_mutation_that_cannot_be_made(world, mutation, text):
    policy(world, mutation)
    refused = create(world, k="v")
    assert refused.body["message"].startswith(DENIED + text) and (refused.status, refused.body["reason"]) == (403, "Invalid")
    assert refused.body["details"] == {"name": "c", "kind": "configmaps", "causes": [{"message": refused.body["message"]}]}


def test_nothing_is_replaced_as_a_whole(world):
    policy(world, merge("Object{spec: Object.spec{containers: [Object.spec.containers{name: 'c', args: ['x']}]}}"), rules=PODS)
    answer = world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}})
    assert answer.body["message"] == DENIED + "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.containers[0].args"


def test_lists_are_merged_by_their_keys(world):
    policy(world, merge("Object{spec: Object.spec{containers: [Object.spec.containers{name: 'side', image: 'y'}]}}"), rules=PODS)
    answer = world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x"}]}})
    assert [c["image"] for c in answer.body["spec"]["containers"]] == ["x", "y"] and answer.body["spec"]["containers"][1]["imagePullPolicy"] == "Always"


def test_a_test_that_fails_leaves_the_object(world):
    policy(world, patch("[JSONPatch{op: 'test', path: '/data/k', value: 'other'}, JSONPatch{op: 'add', path: '/data/k', value: 'new'}]"))
    assert create(world, k="v").body["data"] == {"k": "v"}


def test_later_mutations_and_policies_go_on_and_every_error_is_told(world):
    bad = patch("[JSONPatch{op: 'remove', path: '/data/none'}]")
    policy(world, bad, merge("Object{metadata: Object.metadata{labels: {'a': 'b'}}}"), failurePolicy="Ignore")
    assert create(world, k="v").body["metadata"]["labels"] == {"a": "b"}
    policy(world, bad, name="q")
    policy(world, bad, name="r", paramKind={"apiVersion": "v1", "kind": "ConfigMap"}, binding={"paramRef": {"name": "none", "parameterNotFoundAction": "Deny"}})
    refused = world.post("configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}, "data": {"k": "v"}})
    first, second = (cause["message"] for cause in refused.body["details"]["causes"])
    assert first == "policy 'r' with binding 'r' denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction"
    assert second.startswith("policy 'q' with binding 'q' denied request: JSONPath: ") and refused.body["message"] == first and refused.body["reason"] == "Forbidden"


def test_paths_of_what_is_replaced_as_a_whole():
    from kubectl_lite.machinery.managedfields.items import Items
    from kubectl_lite.machinery.managedfields.nodes import Leaf, Map
    item, top = Map(), Map()
    item.fields = {"name": ("f:name", Leaf("string")), "args": ("f:args", Leaf("list"))}
    top.fields = {"list": ("f:list", Items({"name": None}, item)), "map": ("f:map", Leaf("map")), "text": ("f:text", Leaf("string"))}
    value = {"list": [{"name": "a"}, {"name": "b", "args": []}], "map": {"x": 1}, "text": "t"}
    assert list(typed.atomics(top, value)) == [".list[1].args", ".map"]
