"""The authoriser that asks another server over HTTPS."""
from __future__ import annotations

import json

import pytest

from kubectl_lite.apiserver.authz import chain
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.apiserver.outbound import kubeconfigs
from kubectl_lite.machinery.wire import Request, UserInfo
from tests.unit.apiserver import hooks

JANE = UserInfo("jane", ("dev",), "7", {"scope": ["a", "b"]})
PODS = Request("GET", "/api/v1/namespaces/demo/pods", user=JANE)


def configure(world, tmp_path, hook, *modes, **more):
    (tmp_path / "ca.pem").write_text(hooks.authority().pem)
    world.server.settings.authorization = modes or ("Webhook",)
    world.server.settings.authorization_webhook = {"url": hook.url(), "certificateAuthority": str(tmp_path / "ca.pem"), "token": "s3cret", **more}


def verdict(**status):
    return lambda review: {**review, "status": {"allowed": False, **status}}


def test_the_review_and_its_answer(world, serve, tmp_path):
    hook = serve(verdict(allowed=True, reason="because"))
    configure(world, tmp_path, hook)
    assert chain.ask(world.server, Attributes(JANE, "get", "", "v1", "pods", "log", "demo", "p")) == (True, "because", "")
    assert hook.seen == [{"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "metadata": {}, "spec": {
        "user": "jane", "groups": ["dev"], "uid": "7", "extra": {"scope": ["a", "b"]},
        "resourceAttributes": {"namespace": "demo", "verb": "get", "version": "v1", "resource": "pods", "subresource": "log", "name": "p"}}}]
    assert hook.headers[0][1]["Authorization"] == "Bearer s3cret"
    chain.ask(world.server, Attributes(JANE, "get", path="/healthz"))
    assert hook.seen[1]["spec"]["nonResourceAttributes"] == {"path": "/healthz", "verb": "get"}


@pytest.mark.parametrize("status, modes, code, text", [
    ({"reason": "no way"}, ("Webhook",), 403, 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "demo": no way'),
    ({"reason": "no way"}, ("Webhook", "AlwaysAllow"), 200, ""),
    ({"denied": True, "reason": "never"}, ("Webhook", "AlwaysAllow"), 403,
     'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "demo": never'),
    ({"denied": True, "allowed": True}, ("Webhook",), 500,
     'an error on the server ("Internal Server Error: \\"/api/v1/namespaces/demo/pods\\": webhook subject access review returned both allow and deny response") '
     "has prevented the request from succeeding (get pods)"),
])
def test_what_the_answer_does_to_a_request(world, serve, tmp_path, status, modes, code, text):
    configure(world, tmp_path, serve(verdict(**status)), *modes)
    answer = world.server.handle(PODS)
    assert (answer.status, answer.body.get("message", "")) == (code, text)


@pytest.mark.parametrize("policy, modes, code", [
    ("NoOpinion", ("Webhook",), 500), ("NoOpinion", ("Webhook", "AlwaysAllow"), 200), ("Deny", ("Webhook", "AlwaysAllow"), 500), ("Deny", ("AlwaysAllow", "Webhook"), 200)])
def test_a_server_that_does_not_answer(world, policy, modes, code):
    world.server.settings.authorization = modes
    world.server.settings.authorization_webhook = {"url": "https://127.0.0.1:1/authorize", "failurePolicy": policy}
    answer = world.server.handle(PODS)
    assert answer.status == code
    if code == 500:
        assert 'Post \\"https://127.0.0.1:1/authorize?timeout=30s\\": dial tcp 127.0.0.1:1: connect: connection refused' in answer.body["message"]
        assert answer.body["reason"] == "InternalError"


def test_answers_are_remembered_for_a_while(world, serve, tmp_path):
    hook = serve(verdict(allowed=True))
    configure(world, tmp_path, hook, authorizedTTLSeconds=10)
    for wait, calls in ((0, 1), (0, 1), (11, 2)):
        world.env.advance(wait)
        assert world.server.handle(PODS).status == 200 and len(hook.seen) == calls


@pytest.mark.parametrize("expression, calls, code", [
    ("request.resourceAttributes.namespace == 'demo'", 1, 403), ("request.user != 'jane'", 0, 200),
    ("has(request.nonResourceAttributes)", 0, 200), ("request.resourceAttributes.none == ''", 0, 200)])
def test_match_conditions_decide_whether_it_is_asked(world, serve, tmp_path, expression, calls, code):
    hook = serve(verdict(denied=True))
    configure(world, tmp_path, hook, "Webhook", "AlwaysAllow", matchConditions=[{"expression": expression}])
    assert world.server.handle(PODS).status == code and len(hook.seen) == calls


def test_it_can_be_named_by_a_kubeconfig(world, serve, tmp_path):
    hook = serve(verdict(allowed=True))
    path = tmp_path / "authz.yaml"
    (tmp_path / "token").write_text("from-file\n")
    path.write_text(f"""
apiVersion: v1
kind: Config
current-context: webhook
clusters: [{{name: other, cluster: {{server: https://127.0.0.1:1}}}}, {{name: c, cluster: {{server: "{hook.url()}", certificate-authority-data: {hooks.authority().bundle}}}}}]
users: [{{name: u, user: {{tokenFile: token}}}}]
contexts: [{{name: webhook, context: {{cluster: c, user: u}}}}]
""")
    world.server.settings.authorization = ("Webhook",)
    world.server.settings.authorization_webhook = {"kubeConfigFile": str(path)}
    assert world.server.handle(PODS).status == 200 and hook.headers[0][1]["Authorization"] == "Bearer from-file"
    path.with_name("bad").write_text("clusters: 5")
    with pytest.raises(kubeconfigs.BadKubeconfig, match="bad: no kubeconfig with a cluster that has a server"):
        kubeconfigs.target(str(path.with_name("bad")))


def test_a_review_tells_what_went_wrong(world):
    world.server.settings.authorization = ("Webhook",)
    world.server.settings.authorization_webhook = {"url": "https://127.0.0.1:1/authorize"}
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {"user": "jane", "resourceAttributes": {"verb": "get", "resource": "pods"}}}
    status = world.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", review).body["status"]
    assert status["allowed"] is False and "connection refused" in status["evaluationError"], json.dumps(status)
