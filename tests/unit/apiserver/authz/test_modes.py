"""The authorisers besides RBAC: a file of policies, a webhook, and the two that always say the same."""
from __future__ import annotations

import json

import pytest

from kubectl_lite.apiserver import configuration
from kubectl_lite.apiserver.authz import abac, chain, webhook
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.machinery.wire import Request, UserInfo

JANE = UserInfo("jane", ("dev", "system:authenticated"))
GET = Attributes(JANE, "get", "", "v1", "pods", namespace="demo", name="p")
LOGS = Attributes(JANE, "get", path="/logs/x")


@pytest.mark.parametrize("mode", chain.AUTHORIZERS)
def test_every_mode_is_there(world, mode, tmp_path):
    (tmp_path / "policies").write_text("")
    world.server.settings.policy_file = str(tmp_path / "policies")
    world.server.settings.authorization = (mode,)
    assert chain.decide(world.server, GET)[0] is (mode == "AlwaysAllow")


@pytest.mark.parametrize("spec, question, allowed", [
    ({"user": "jane", "namespace": "demo", "resource": "pods"}, GET, True),
    ({"user": "jane", "namespace": "*", "resource": "*", "apiGroup": "*", "readonly": True}, GET, True),
    ({"user": "jane", "namespace": "other", "resource": "pods"}, GET, False),
    ({"user": "bob", "namespace": "*", "resource": "*"}, GET, False),
    ({"group": "dev", "namespace": "*", "resource": "*"}, GET, True),
    ({"user": "jane", "group": "ops", "namespace": "*", "resource": "*"}, GET, False),
    ({"user": "*", "namespace": "*", "resource": "*"}, GET, True),
    ({"user": "*", "namespace": "*", "resource": "*"}, Attributes(UserInfo("system:anonymous", ("system:unauthenticated",)), "get", resource="pods"), False),
    ({"user": "jane", "resource": "pods", "namespace": "*", "readonly": True}, Attributes(JANE, "delete", resource="pods", namespace="demo"), False),
    ({"user": "jane", "nonResourcePath": "/logs/*"}, LOGS, True),
    ({"user": "jane", "nonResourcePath": "/metrics"}, LOGS, False),
    ({"namespace": "*", "resource": "*"}, GET, False),
])
def test_policies(spec, question, allowed):
    assert abac.matches(spec, question) is allowed


def test_a_policy_file_is_read_with_its_mistakes_named(tmp_path):
    path = tmp_path / "policies"
    line = {"apiVersion": abac.API_VERSION, "kind": "Policy", "spec": {"user": "jane"}}
    path.write_text(f"# comment\n\n{json.dumps(line)}\n")
    assert abac.policies(str(path)) == [{"user": "jane"}]
    path.write_text(json.dumps(line) + "\n{}\n")
    with pytest.raises(abac.BadPolicy, match=":2: must be a Policy of"):
        abac.policies(str(path))


@pytest.mark.parametrize("line, question, allowed", [
    ({"user": "jane"}, GET, True), ({"user": "jane"}, LOGS, True), ({"user": "jane", "readonly": True}, Attributes(JANE, "delete", resource="pods"), False),
    ({"resource": "pods"}, GET, True), ({"resource": "pods"}, LOGS, False), ({"namespace": "other"}, GET, False), ({"group": "ops"}, GET, False)])
def test_lines_without_a_version(tmp_path, line, question, allowed):
    path = tmp_path / "policies"
    path.write_text(json.dumps(line))
    assert abac.matches(abac.policies(str(path))[0], question) is allowed


def test_a_webhook_is_asked_and_its_failure_is_no_opinion(world):
    assert webhook.review(GET)["spec"] == {"user": "jane", "groups": ["dev", "system:authenticated"], "resourceAttributes": {
        "namespace": "demo", "verb": "get", "version": "v1", "resource": "pods", "name": "p"}}
    settings = world.server.settings
    settings.authorization_webhook = {"url": "https://127.0.0.1:1/authorize"}
    assert webhook.authorize(world.server, GET)[0] is None
    settings.authorization_webhook["failurePolicy"] = "Deny"
    assert webhook.authorize(world.server, GET)[0] is False


def test_a_refused_request_names_near_rules_to_the_trace(world):
    lines = []
    world.server.settings.trace = lambda stage, text, changes=(), resource=None: lines.append((stage, text, list(changes)))
    assert world.server.handle(Request("GET", "/api/v1/namespaces/demo/pods", user=JANE)).status == 403
    _stage, text, why = next(line for line in lines if line[0] == "authorization")
    assert "cannot list" in text and "no role is bound" in why[0]


@pytest.mark.parametrize("config, problem", [
    ({"authorizationModes": []}, "unknown key 'authorizationModes'"),
    ({"authorizationMode": ["RBAC", "Magic"]}, "not Magic"),
    ({"enableAdmissionPlugins": ["Nothing"]}, "unknown admission plugin 'Nothing'"),
    ({"serviceClusterIPRange": "10.0.0.1"}, None),
    ({"serviceClusterIPRange": "10.0.0.1/24"}, "has host bits set"),
    ({"auditPolicy": {"rules": [{"level": "All"}]}}, r'rules\[0\].level: Unsupported value: "All"'),
    ({"serviceNodePortRange": "x"}, "serviceNodePortRange"),
])
def test_configuration_is_checked(config, problem):
    if problem is None:
        assert configuration.settings(config) == {"service_cidrs": ("10.0.0.1/32",)}
        return
    with pytest.raises(configuration.BadConfiguration, match=problem):
        configuration.settings(config)


def test_configuration_reads_what_a_state_asks_for(tmp_path):
    assert configuration.read(str(tmp_path)) == {}
    (tmp_path / "config").write_text('{"authorizationMode": ["ABAC"], "authorizationPolicyFile": "policies", "disableAdmissionPlugins": ["LimitRanger"]}')
    assert configuration.read(str(tmp_path)) == {"authorization": ("ABAC",), "policy_file": str(tmp_path / "policies"), "disable_admission": ("LimitRanger",)}
    (tmp_path / "config").write_text("{")
    with pytest.raises(configuration.BadConfiguration, match="cannot read"):
        configuration.read(str(tmp_path))
