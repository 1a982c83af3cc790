"""The review kinds: what they answer, and what is wrong with them."""
from __future__ import annotations

import json

import pytest

from kubectl_lite import cluster
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.wire import Request, UserInfo

RBAC, REVIEWS = "/apis/rbac.authorization.k8s.io/v1", "/apis/authorization.k8s.io/v1"
ADMIN = UserInfo("admin", ("system:masters", "system:authenticated"))


@pytest.fixture
def server():
    return cluster.in_memory(FixedEnv(seed=1)).server


def post(server, path, body, user=ADMIN):
    return server.handle(Request("POST", path, {}, {"content-type": "application/json"}, body, user))


def access(server, user="jane", **attributes):
    body = {"kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "spec": {"user": user, "resourceAttributes": {"verb": "list", "resource": "pods", **attributes}}}
    return post(server, f"{REVIEWS}/subjectaccessreviews", body)


def rules(server, user, namespace="default"):
    body = {"kind": "SelfSubjectRulesReview", "apiVersion": "authorization.k8s.io/v1", "spec": {"namespace": namespace}}
    return post(server, f"{REVIEWS}/selfsubjectrulesreviews", body, user).body["status"]


def bind(server, name, role, user="jane"):
    body = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": name},
            "roleRef": {"kind": "Role", "name": role}, "subjects": [{"kind": "User", "name": user}]}
    assert post(server, f"{RBAC}/namespaces/default/rolebindings", body).status == 201


PATH = "spec.resourceAttributes"


@pytest.mark.parametrize("selectors, texts", [
    ({"fieldSelector": {}}, [f"{PATH}.fieldSelector.requirements: Required value: when {PATH}.fieldSelector is specified, requirements or rawSelector is required"]),
    ({"labelSelector": {"rawSelector": "a", "requirements": [{"key": "a", "operator": "Exists"}]}},
     [f'{PATH}.labelSelector.rawSelector: Invalid value: "a": may not specified at the same time as requirements']),
    ({"fieldSelector": {"requirements": [{"key": "", "operator": "In"}]}},
     [f"{PATH}.fieldSelector.requirements[0].key: Required value: must be specified",
      f"{PATH}.fieldSelector.requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"]),
    ({"labelSelector": {"requirements": [{"key": "a", "operator": "Exists", "values": ["x"]}]}},
     [f"{PATH}.labelSelector.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"])])
def test_selectors_that_are_wrong(server, selectors, texts):
    answer = access(server, **selectors)
    assert answer.status == 422 and [f"{c['field']}: {c['message']}" for c in answer.body["details"]["causes"]] == texts


@pytest.mark.parametrize("selectors, text", [
    ({"fieldSelector": {"requirements": [{"key": "a", "operator": "In", "values": ["b"]}, {"key": "a", "operator": "Odd"}]}},
     f"{PATH}.fieldSelector partially ignored due to parse error"),
    ({"fieldSelector": {"rawSelector": "a"}, "labelSelector": {"rawSelector": "in in in"}},
     f"[{PATH}.fieldSelector ignored due to parse error, {PATH}.labelSelector ignored due to parse error]"),
    ({"labelSelector": {"rawSelector": "a in (b)"}}, None)])
def test_selectors_that_authorisers_do_not_see(server, selectors, text):
    assert access(server, **selectors).body["status"].get("evaluationError") == text


def test_a_webhook_can_deny(server, monkeypatch):
    from kubectl_lite.apiserver.authz import webhook
    server.settings.authorization = ("Webhook",)
    monkeypatch.setattr(webhook, "authorize", lambda server, attributes: (False, "not you"))
    assert access(server).body["status"] == {"allowed": False, "denied": True, "reason": "not you"}


def test_the_rules_of_an_administrator_are_those_of_his_groups(server):
    found = rules(server, ADMIN)
    assert {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]} in found["resourceRules"]
    assert {"verbs": ["create"], "apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"]} in found["resourceRules"]
    assert found["incomplete"] is False and "evaluationError" not in found


def test_a_role_that_does_not_exist(server):
    bind(server, "a", "gone")
    found = rules(server, UserInfo("jane", ("system:authenticated",)))
    assert (found["incomplete"], found["evaluationError"]) == (False, 'role.rbac.authorization.k8s.io "gone" not found')
    body = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "writer"},
            "rules": [{"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["create"]}]}
    post(server, f"{RBAC}/namespaces/default/roles", body)
    bind(server, "b", "writer")
    bind(server, "c", "lost")
    refused = post(server, f"{RBAC}/namespaces/default/roles", {**body, "metadata": {"name": "more"}, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]},
                   UserInfo("jane", ("system:authenticated",)))
    assert refused.body["message"].endswith('Verbs:["get"]}; resolution errors: [[roles.rbac.authorization.k8s.io "gone" not found, '
                                            'roles.rbac.authorization.k8s.io "lost" not found]]')


def test_what_cannot_be_listed(server):
    node = UserInfo("system:node:n", ("system:nodes", "system:authenticated"))
    assert (rules(server, node)["incomplete"], rules(server, node)["evaluationError"]) == (True, "node authorizer does not support user rule resolution")
    server.settings.authorization = ("AlwaysAllow", "AlwaysDeny", "Webhook")
    found = rules(server, UserInfo("jane"))
    assert found["resourceRules"] == [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]
    assert found["nonResourceRules"] == [{"verbs": ["*"], "nonResourceURLs": ["*"]}]
    assert (found["incomplete"], found["evaluationError"]) == (True, "webhook authorizer does not support user rule resolution")


def test_the_lines_of_a_policy_file_as_rules(server, tmp_path):
    lines = [{"user": "jane", "namespace": "default", "resource": "pods", "readonly": True}, {"user": "jane", "namespace": "other", "resource": "*", "apiGroup": "*"},
             {"group": "system:authenticated", "nonResourcePath": "/version"}, {"user": "bob", "namespace": "*", "resource": "*", "apiGroup": "*"}]
    path = tmp_path / "policy"
    path.write_text("\n".join(json.dumps({"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": spec}) for spec in lines))
    server.settings.authorization, server.settings.policy_file = ("ABAC", "RBAC"), str(path)
    found = rules(server, UserInfo("jane", ("system:authenticated",)))
    assert found["resourceRules"][0] == {"verbs": ["get", "list", "watch"], "apiGroups": [""], "resources": ["pods"]}
    assert found["nonResourceRules"][0] == {"verbs": ["*"], "nonResourceURLs": ["/version"]}
    assert not any(rule["resources"] == ["*"] for rule in found["resourceRules"])
