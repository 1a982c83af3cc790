"""What the API server itself does after a write: conditions of flow schemas and APIServices, the registration of custom groups."""
from __future__ import annotations

FLOW, REGISTRATION = "/apis/flowcontrol.apiserver.k8s.io/v1", "/apis/apiregistration.k8s.io/v1/apiservices"
DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
SLICES = "/apis/discovery.k8s.io/v1/namespaces/demo/endpointslices"
SCHEMA = {"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "FlowSchema", "metadata": {"name": "fs"}, "spec": {
    "priorityLevelConfiguration": {"name": "mine"},
    "rules": [{"subjects": [{"kind": "User", "user": {"name": "bob"}}], "nonResourceRules": [{"verbs": ["get"], "nonResourceURLs": ["/x"]}]}]}}
LEVEL = {"apiVersion": "flowcontrol.apiserver.k8s.io/v1", "kind": "PriorityLevelConfiguration", "metadata": {"name": "mine"},
         "spec": {"type": "Limited", "limited": {"limitResponse": {"type": "Reject"}}}}
REMOTE = {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": {"name": "v1.ex.example.com"}, "spec": {
    "group": "ex.example.com", "version": "v1", "groupPriorityMinimum": 100, "versionPriority": 10, "insecureSkipTLSVerify": True,
    "service": {"name": "s", "namespace": "demo"}}}


def said(world, path):
    """(status, reason) of the first condition of an object."""
    condition = world.get(path).body["status"]["conditions"][0]
    return condition["status"], condition["reason"]


def test_flow_schema_dangles_while_its_level_is_missing(world):
    answer = world.post(f"{FLOW}/flowschemas", SCHEMA)
    assert answer.status == 201 and answer.body["status"] == {}  # as Kubernetes' controller comes later
    assert said(world, f"{FLOW}/flowschemas/fs") == ("True", "NotFound")
    world.post(f"{FLOW}/prioritylevelconfigurations", LEVEL)
    assert said(world, f"{FLOW}/flowschemas/fs") == ("False", "Found")
    managers = [(m["manager"], m["operation"]) for m in world.get(f"{FLOW}/flowschemas/fs").body["metadata"]["managedFields"]]
    assert managers == [("api-priority-and-fairness-config-consumer-v1", "Apply"), ("tester", "Update")]
    world.send("DELETE", f"{FLOW}/prioritylevelconfigurations/mine")
    assert said(world, f"{FLOW}/flowschemas/fs") == ("True", "NotFound")


def test_api_service_is_as_available_as_what_stands_behind_it(world):
    path = f"{REGISTRATION}/v1.ex.example.com"
    world.post(REGISTRATION, REMOTE)
    assert said(world, path) == ("False", "ServiceNotFound")
    ports = [{"name": "web", "port": 80}]
    world.post("services", {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"ports": ports}})
    assert said(world, path) == ("False", "ServicePortError")
    world.patch("services/s", "merge", {"spec": {"ports": [{"name": "web", "port": 443}]}})
    assert said(world, path) == ("False", "EndpointsNotFound")
    found = {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4", "endpoints": [],
             "metadata": {"name": "s-1", "labels": {"kubernetes.io/service-name": "s"}}, "ports": [{"name": "web", "port": 443}]}
    world.post(SLICES, found)
    assert said(world, path) == ("False", "MissingEndpoints")
    world.patch(f"{SLICES}/s-1", "merge", {"endpoints": [{"addresses": ["10.1.1.1"]}]})
    assert said(world, path) == ("False", "FailedDiscoveryCheck")
    world.send("DELETE", "services/s")
    assert said(world, path) == ("False", "ServiceNotFound")


def test_versions_of_a_definition_are_registered_while_they_are_served(world):
    schema = {"openAPIV3Schema": {"type": "object"}}
    versions = [{"name": "v1", "served": True, "storage": True, "schema": schema}, {"name": "v2", "served": True, "storage": False, "schema": schema}]
    world.post(DEFINITIONS, {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "as.ex.example.com"},
                             "spec": {"group": "ex.example.com", "scope": "Namespaced", "names": {"plural": "as", "kind": "A"}, "versions": versions}})
    assert registered(world) == ["v1.ex.example.com", "v2.ex.example.com"]
    assert said(world, f"{REGISTRATION}/v2.ex.example.com") == ("True", "Local")
    world.patch(f"{DEFINITIONS}/as.ex.example.com", "json", [{"op": "replace", "path": "/spec/versions/1/served", "value": False}])
    assert registered(world) == ["v1.ex.example.com"]
    world.send("DELETE", f"{DEFINITIONS}/as.ex.example.com")
    assert registered(world) == []


def registered(world):
    return [a["metadata"]["name"] for a in world.get(REGISTRATION).body["items"]]
