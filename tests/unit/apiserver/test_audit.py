"""Audit events: which are written, and what they hold."""
from __future__ import annotations

import json

import pytest

from kubectl_lite.apiserver import audit, auditpolicy, requestinfo
from kubectl_lite.machinery.wire import Request, UserInfo

JANE = UserInfo("jane", ("dev",))
CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


def audited(world, tmp_path, *rules, **more):
    world.server.settings.audit = audit.Log(auditpolicy.Policy({"rules": list(rules), **more}), str(tmp_path / "audit.log"))
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
    ({"resources": [{"group": ""}]}, "/healthz", False), ({"nonResourceURLs": ["*"]}, "/version", True), ({"namespaces": [""]}, "/version", False),
    ({"resources": [{"resources": ["pods/*"]}]}, "/api/v1/pods", True), ({"resources": [{"resources": ["*/log"]}]}, "/api/v1/namespaces/a/pods/p/log", True),
    ({"resources": [{"resources": ["*/log"]}]}, "/api/v1/namespaces/a/pods/p/exec", False), ({"resources": [{"resources": ["*"]}]}, "/apis/apps/v1/deployments", False),
    ({"resources": [{"group": "apps", "resources": ["*"]}]}, "/apis/apps/v1/deployments", True), ({"namespaces": [""]}, "/api/v1/nodes", True),
    ({"resources": [{"resources": ["pods"], "resourceNames": ["p"]}]}, "/api/v1/namespaces/a/pods/p", True),
    ({"resources": [{"resources": ["pods"], "resourceNames": ["q"]}]}, "/api/v1/namespaces/a/pods/p", False),
    ({"verbs": ["get"]}, "/healthz", True), ({"users": ["jane", "bob"], "userGroups": ["ops"]}, "/healthz", False),
])
def test_which_rule_fits(rule, path, fits):
    assert auditpolicy.matches(rule, JANE, requestinfo.parse(Request("GET", path))) is fits


def test_no_audit_without_a_rule_that_fits(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata", "users": ["nobody"]})
    world.post("configmaps", CONFIG_MAP)
    assert events() == []


@pytest.mark.parametrize("policy, text", [
    ([], "must be a Policy of audit.k8s.io/v1"), ({"kind": "Role"}, "must be a Policy of audit.k8s.io/v1"), ({"rules": []}, "needs a list of rules"),
    ({"apiVersion": "audit.k8s.io/v1beta1", "rules": [{"level": "None"}]}, "must be a Policy of audit.k8s.io/v1"),
    ({"rule": []}, "unknown field 'rule'"), ({"rules": [{"level": "None", "user": ["a"]}]}, r"rules\[0\]: must be an object of"),
    ({"rules": [{"level": "None", "users": "a"}]}, r"rules\[0\].users: must be a list of texts"),
    ({"rules": [{}]}, r"^rules\[0\].level: Required value$"),
    ({"rules": [{"level": "All"}]}, r'^rules\[0\].level: Unsupported value: "All": supported values: "None", "Metadata", "Request", "RequestResponse"$'),
    ({"rules": [{"level": "None", "omitStages": ["End"]}]},
     r'^rules\[0\].omitStages\[0\]: Invalid value: "End": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic$'),
    ({"rules": [{"level": "None"}, {"level": "None", "nonResourceURLs": ["a", "/a*b"]}]},
     r"^\[rules\[1\].nonResourceURLs\[0\]: .* must begin with a '/' character, rules\[1\].nonResourceURLs\[1\]: .* must be the final character of the rule\]$"),
    ({"rules": [{"level": "None", "nonResourceURLs": ["/a"], "namespaces": ["b"]}]}, "cannot apply to both regular resources and non-resource URLs"),
    ({"rules": [{"level": "None", "resources": [{"group": "apps/v1"}]}]}, r"^rules\[0\].resources.group: Invalid value: \"apps/v1\": a lowercase RFC 1123"),
    ({"rules": [{"level": "None", "resources": [{"resourceNames": ["a"]}]}]}, "using resourceNames requires at least one resource"),
])
def test_what_is_wrong_with_a_policy_is_named(policy, text):
    with pytest.raises(ValueError, match=text):
        auditpolicy.Policy(policy)


def test_a_watch_is_told_when_it_starts_and_when_it_ends(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata"})
    stream = world.send("GET", "configmaps", watch="1").stream
    assert [event["stage"] for event in events()] == ["RequestReceived", "ResponseStarted"]
    stream.poll(0)
    stream.close()
    stream.close()
    told = events()
    assert [event["stage"] for event in told] == ["RequestReceived", "ResponseStarted", "ResponseComplete"]
    assert {event["verb"] for event in told} == {"watch"} and told[2]["responseStatus"] == {"metadata": {}, "code": 200}
    assert told[0]["stageTimestamp"] == told[0]["requestReceivedTimestamp"] and len({event["auditID"] for event in told}) == 1


def test_logs_have_a_start_too(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata"})
    world.get("pods/p/log")
    assert [(event["stage"], event.get("responseStatus", {}).get("code")) for event in events()] == [
        ("RequestReceived", None), ("ResponseStarted", 404), ("ResponseComplete", 404)]


def test_the_impersonated_user_is_told_once_known(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata"})
    headers = {"impersonate-user": "jane", "impersonate-group": "dev"}
    world.server.handle(Request("GET", "/api/v1/namespaces/demo/secrets", headers=headers, user=UserInfo("root", ("system:masters",))))
    received, done = events()
    assert "impersonatedUser" not in received and received["user"]["username"] == done["user"]["username"] == "root"
    assert done["impersonatedUser"]["username"] == "jane" and done["responseStatus"]["reason"] == "Forbidden"
    assert done["annotations"] == {"authorization.k8s.io/decision": "forbid", "authorization.k8s.io/reason": ""}


def test_a_refused_impersonation_is_told(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata", "omitStages": ["RequestReceived"]})
    world.server.handle(Request("GET", "/version", headers={"impersonate-user": "root"}, user=JANE))
    [event] = events()
    assert event["user"]["username"] == "jane" and "impersonatedUser" not in event and event["responseStatus"]["code"] == 403


def test_unknown_credentials_are_told(world, tmp_path):
    events = audited(world, tmp_path, {"level": "Metadata", "users": ["bob"]})
    assert world.server.handle(Request("GET", "/version", headers={"authorization": "Bearer nonsense"})).status == 401
    [event] = events()
    assert (event["stage"], event["user"]) == ("ResponseStarted", {})
    assert event["responseStatus"] == {"metadata": {}, "message": "Authentication failed, attempted: bearer", "code": 401}


def test_what_nobody_foresaw_is_told_as_a_panic(world, tmp_path, monkeypatch):
    from kubectl_lite.apiserver.verbs import get
    events = audited(world, tmp_path, {"level": "Metadata", "omitStages": ["RequestReceived"]})
    monkeypatch.setattr(get, "run", lambda scope: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        world.get("configmaps/a")
    [event] = events()
    assert event["stage"] == "Panic" and event["responseStatus"]["message"] == "APIServer panic'd: division by zero"


def test_a_patch_is_told_as_sent_and_names_nothing_itself(world, tmp_path):
    world.post("configmaps", CONFIG_MAP)
    events = audited(world, tmp_path, {"level": "Request", "omitStages": ["RequestReceived"]})
    world.patch("configmaps/a", "merge", {"metadata": {"resourceVersion": "7"}})
    [event] = events()
    assert event["requestObject"] == {"metadata": {"resourceVersion": "7"}} and event["responseStatus"]["reason"] == "Conflict"
    assert event["objectRef"] == {"resource": "configmaps", "namespace": "demo", "name": "a", "apiVersion": "v1"}


def test_the_fields_stand_in_the_order_of_the_api(world, tmp_path):
    events = audited(world, tmp_path, {"level": "RequestResponse", "omitStages": ["RequestReceived"]})
    world.post("/apis/apps/v1/namespaces/demo/controllerrevisions",
               {"apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": {"name": "a"}, "revision": 1})
    [event] = events()
    assert list(event) == [name for name in audit.EVENT if name != "impersonatedUser"]
    assert list(event["objectRef"]) == ["resource", "namespace", "name", "apiGroup", "apiVersion"]
