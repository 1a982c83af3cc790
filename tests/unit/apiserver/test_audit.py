"""Audit events: which are written, and what they hold."""
from __future__ import annotations

import json

import pytest

from kubectl_lite.apiserver import audit, requestinfo
from kubectl_lite.machinery.wire import Request, UserInfo

JANE = UserInfo("jane", ("dev",))
CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


def audited(world, tmp_path, *rules, **more):
    world.server.settings.audit = audit.Log(audit.Policy({"rules": list(rules), **more}), str(tmp_path / "audit.log"))
    return lambda: [json.loads(line) for line in (tmp_path / "audit.log").read_text().splitlines()] if (tmp_path / "audit.log").exists() else []


def test_metadata_of_a_write(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata"})
    world.post("configmaps", CONFIG_MAP)
    received, done = events()
    assert (received["stage"], done["stage"]) == ("RequestReceived", "ResponseComplete") and received["auditID"] == done["auditID"]
    assert received["objectRef"] == {"resource": "configmaps", "namespace": "demo", "apiVersion": "v1"}
    assert done["objectRef"] == {**received["objectRef"], "name": "a"}
    assert done["user"]["username"] == "kubernetes-admin" and done["verb"] == "create" and done["responseStatus"] == {"metadata": {}, "code": 201}
    assert done["annotations"]["authorization.k8s.io/decision"] == "allow" and "requestObject" not in done


def test_bodies_where_the_policy_wants_them(world, tmp_path):
    events = audited(world, tmp_path, {"level": "RequestResponse"}, omitStages=["RequestReceived"])
    world.post("configmaps", CONFIG_MAP)
    [event] = events()
    assert event["requestObject"]["metadata"] == {"name": "a"} and event["responseObject"]["metadata"]["uid"]


@pytest.mark.parametrize("body, content_type", [(json.dumps(CONFIG_MAP).encode(), "application/json"), (b"kind: ConfigMap\nmetadata: {name: a}\n", "application/yaml")])
def test_bodies_of_bytes_are_told_as_objects(world, tmp_path, body, content_type):
    events = audited(world, tmp_path, {"level": "Request"}, omitStages=["RequestReceived"])
    world.send("POST", "configmaps", body, content_type)
    [event] = events()
    assert event["requestObject"]["metadata"] == {"name": "a"} and "responseObject" not in event


@pytest.mark.parametrize("policy, rule, shown", [({}, {}, True), ({"omitManagedFields": True}, {}, False),
                                                 ({"omitManagedFields": True}, {"omitManagedFields": False}, True), ({}, {"omitManagedFields": True}, False)])
def test_managed_fields_may_be_left_out(world, tmp_path, policy, rule, shown):
    events = audited(world, tmp_path, {"level": "RequestResponse", **rule}, omitStages=["RequestReceived"], **policy)
    world.post("configmaps", {**CONFIG_MAP, "data": {"k": "v"}})
    world.get("configmaps")
    created, listed = events()
    assert ("managedFields" in created["responseObject"]["metadata"]) is shown
    assert ("managedFields" in listed["responseObject"]["items"][0]["metadata"]) is shown


def test_a_refusal_is_told(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata", "omitStages": ["RequestReceived"]})
    world.server.handle(Request("GET", "/api/v1/namespaces/demo/secrets", user=JANE))
    [event] = events()
    assert event["annotations"]["authorization.k8s.io/decision"] == "forbid" and event["responseStatus"]["code"] == 403


@pytest.mark.parametrize("rule, path, fits", [
    ({}, "/api/v1/pods", True), ({"users": ["bob"]}, "/api/v1/pods", False), ({"userGroups": ["dev"]}, "/api/v1/pods", True),
    ({"verbs": ["watch"]}, "/api/v1/pods", False), ({"resources": [{"resources": ["pods"]}]}, "/api/v1/pods", True),
    ({"resources": [{"group": "apps"}]}, "/api/v1/pods", False), ({"resources": [{"resources": ["pods/*"]}]}, "/api/v1/namespaces/a/pods/p/log", True),
    ({"resources": [{"resources": ["pods"]}]}, "/api/v1/namespaces/a/pods/p/log", False), ({"namespaces": ["a"]}, "/api/v1/namespaces/a/pods", True),
    ({"nonResourceURLs": ["/healthz*"]}, "/healthz/ping", True), ({"nonResourceURLs": ["/healthz*"]}, "/api/v1/pods", False),
    ({"resources": [{"group": ""}]}, "/healthz", False),
])
def test_which_rule_fits(rule, path, fits):
    assert audit.matches(rule, JANE, requestinfo.parse(Request("GET", path))) is fits


def test_no_audit_without_a_rule_that_fits(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata", "users": ["nobody"]})
    world.post("configmaps", CONFIG_MAP)
    assert events() == []
