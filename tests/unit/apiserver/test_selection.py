"""Which fields objects can be selected by, and what is said of others."""
from __future__ import annotations

import pytest

GENERAL = '"{}" is not a known field selector: only "metadata.name", "metadata.namespace"'
OWN = "field label not supported: {}"


@pytest.mark.parametrize("path, label, text", [
    ("configmaps", "data.a", GENERAL), ("/apis/apps/v1/deployments", "spec.replicas", GENERAL), ("/api/v1/persistentvolumes", "name", GENERAL),
    ("/api/v1/nodes", "metadata.namespace", OWN), ("/api/v1/namespaces", "metadata.namespace", OWN), ("/api/v1/namespaces", "name", OWN),
    ("/apis/certificates.k8s.io/v1/certificatesigningrequests", "metadata.namespace", OWN), ("pods", "spec.foo", OWN),
    ("/apis/batch/v1/jobs", "x", 'field label "{}" not supported for Job'),
    ("/apis/resource.k8s.io/v1/resourceslices", "x", "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: {}"),
    ("events", "regarding.kind", OWN), ("/apis/events.k8s.io/v1/events", "involvedObject.kind", OWN), ("/apis/events.k8s.io/v1/events", "source", OWN),
])
def test_fields_that_a_kind_does_not_support(world, path, label, text):
    answer = world.send("GET", path, fieldSelector=f"{label}=x")
    assert (answer.status, answer.body["message"]) == (400, text.format(label))


@pytest.mark.parametrize("path, selector", [
    ("/api/v1/nodes", "metadata.name=a,spec.unschedulable=false"), ("/api/v1/persistentvolumes", "metadata.namespace="),
    ("events", "involvedObject.kind=Pod,reportingComponent=x,source=y"), ("/apis/events.k8s.io/v1/events", "regarding.kind=Pod,reportingController=x"),
    ("/apis/resource.k8s.io/v1/resourceslices", "spec.driver=x"),
])
def test_fields_that_it_does(world, path, selector):
    assert world.send("GET", path, fieldSelector=selector).status == 200


def test_old_clients_ask_for_pods_of_a_host(world):
    world.post("pods", {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"nodeName": "n", "containers": [{"name": "c", "image": "x"}]}})
    assert [len(world.send("GET", "pods", fieldSelector=f"spec.host={node}").body["items"]) for node in ("n", "m")] == [1, 0]


def test_events_are_selected_by_their_object_in_both_groups(world):
    world.post("events", {"metadata": {"name": "e", "namespace": "demo"}, "involvedObject": {"kind": "Pod", "name": "p", "namespace": "demo"}, "reason": "R"})
    assert len(world.send("GET", "events", fieldSelector="involvedObject.name=p").body["items"]) == 1
    assert len(world.send("GET", "/apis/events.k8s.io/v1/events", fieldSelector="regarding.name=p").body["items"]) == 1
