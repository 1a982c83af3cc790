"""Bindings and evictions of pods."""
from __future__ import annotations

import pytest

BUDGETS = "/apis/policy/v1/namespaces/demo/poddisruptionbudgets"
GONE_WRONG = "The object might have been deleted and then recreated"


@pytest.fixture
def pod(world):
    """A function that makes a pod (running and ready on wish)."""
    def make(name, ready=False, node=""):
        spec = {"containers": [{"name": "c", "image": "x"}], **({"nodeName": node} if node else {})}
        world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"a": "b"}}, "spec": spec})
        if ready:
            world.patch(f"pods/{name}/status", "strategic", {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}})
        return world.get(f"pods/{name}").body
    return make


def evict(world, name, options=None, **query):
    body = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name}, **({"deleteOptions": options} if options else {})}
    return world.post(f"pods/{name}/eviction", body, **query)


@pytest.mark.parametrize("metadata, code, text", [
    ({"name": "q"}, 400, "name in URL does not match name in Binding object"),
    ({"name": "p", "namespace": "z"}, 400, "the namespace of the provided object does not match the namespace sent on the request"),
    ({"name": "p", "uid": "u"}, 409, "Key: /registry/pods/demo/p, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: u, "),
    ({"name": "p", "resourceVersion": "1"}, 409, "Precondition failed: ResourceVersion in precondition: 1, "),
])
def test_a_binding_is_of_the_pod_that_is_meant(world, pod, metadata, code, text):
    pod("p")
    answer = world.post("pods/p/binding", {"metadata": metadata, "target": {"name": "n"}})
    assert answer.status == code and text in answer.body["message"]
    assert "nodeName" not in world.get("pods/p").body["spec"]


def test_the_older_door_takes_the_name_from_the_binding(world, pod):
    pod("p")
    assert world.post("bindings", {"target": {"name": "n"}}).body["message"] == "Name parameter required."
    binding = {"metadata": {"name": "p", "annotations": {"k": "v"}}, "target": {"name": "n"}}
    assert world.post("bindings", binding, dryRun="All").status == 201 and "nodeName" not in world.get("pods/p").body["spec"]
    assert world.post("bindings", binding).status == 201
    bound = world.get("pods/p").body
    assert bound["spec"]["nodeName"] == "n" and bound["metadata"]["annotations"] == {"k": "v"}


def test_an_eviction_says_on_the_pod_why_it_goes(world, pod):
    pod("p", ready=True, node="n")
    assert evict(world, "p").status == 201
    going = world.get("pods/p").body
    condition = going["status"]["conditions"][-1]
    assert "deletionTimestamp" in going["metadata"]
    assert (condition["type"], condition["reason"], condition["message"]) == ("DisruptionTarget", "EvictionByEvictionAPI", "Eviction API: evicting")


@pytest.mark.parametrize("options, query, code, text", [
    ({"preconditions": {"uid": "u"}}, {}, 409, f'Operation cannot be fulfilled on Pod "p": the UID in the precondition (u) does not match the UID in record (UID). {GONE_WRONG}'),
    ({"propagationPolicy": "x"}, {}, 422, None),
    ({"dryRun": ["All"]}, {"dryRun": "Odd"}, 422, None),
])
def test_options_of_an_eviction(world, pod, options, query, code, text):
    before = pod("p", ready=True, node="n")
    answer = evict(world, "p", options, **query)
    assert answer.status == code
    assert text is None or answer.body["message"] == text.replace("(UID)", f"({before['metadata']['uid']})")
    assert "deletionTimestamp" not in world.get("pods/p").body["metadata"]


def test_a_dry_run_evicts_and_spends_nothing(world, pod):
    pod("p", ready=True, node="n")
    before = world.server.store.revision()
    assert evict(world, "p", {"dryRun": ["All"]}).status == evict(world, "p", dryRun="All").status == 201
    assert world.server.store.revision() == before


def test_a_budget_is_spent_and_then_refuses(world, pod):
    world.post(BUDGETS, {"metadata": {"name": "b"}, "spec": {"minAvailable": 1, "selector": {"matchLabels": {"a": "b"}}}})
    pod("p", ready=True, node="n")
    pod("q", ready=True, node="n")
    assert evict(world, "p").body["details"]["causes"][0]["message"] == "The disruption budget b is still being processed by the server."
    counts = {"observedGeneration": 1, "disruptionsAllowed": 1, "desiredHealthy": 1, "currentHealthy": 2, "expectedPods": 2}
    world.patch(f"{BUDGETS}/b/status", "merge", {"status": counts})
    assert evict(world, "p").status == 201
    status = world.get(f"{BUDGETS}/b").body["status"]
    assert list(status["disruptedPods"]) == ["p"] and status["disruptionsAllowed"] == 0
    assert [(c["status"], c["reason"]) for c in status["conditions"]] == [("False", "InsufficientPods")]
    refused = evict(world, "q")
    assert refused.status == 429 and refused.body["details"]["causes"][0]["message"] == "The disruption budget b needs 1 healthy pods and has 2 currently"


def test_an_empty_selector_protects_no_pod(world, pod):
    world.post(BUDGETS, {"metadata": {"name": "b"}, "spec": {"minAvailable": 1, "selector": {}}})
    pod("p", ready=True, node="n")
    assert evict(world, "p").status == 201
