"""What STATE/config changes in a cluster that is opened from a directory, and what --trace prints."""
from __future__ import annotations

import io
import json

import pytest

from kubectl_lite import cluster
from kubectl_lite.apiserver import configuration
from kubectl_lite.cli import main
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.wire import UserInfo

JANE = UserInfo("jane")
PODS = "/api/v1/namespaces/default/pods"


def opened(folder, **config):
    state = folder / "state"
    state.mkdir()
    (state / "config").write_text(json.dumps(config))
    return cluster.open(str(state), FixedEnv(seed=1), nodes=0)


def test_authorization_modes(tmp_path):
    (tmp_path / "policies").write_text(json.dumps({"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy",
                                                   "spec": {"user": "jane", "namespace": "*", "resource": "pods", "readonly": True}}))
    place = opened(tmp_path, authorizationMode=["ABAC"], authorizationPolicyFile="../policies")
    assert place.client(JANE).request("GET", PODS).body["items"] == []
    with pytest.raises(Exception, match='cannot list resource "secrets".*No policy matched.'):
        place.client(JANE).request("GET", "/api/v1/namespaces/default/secrets")


def test_admission_plugins(tmp_path):
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "x:1"}]}}
    place = opened(tmp_path, enableAdmissionPlugins=["AlwaysPullImages"], disableAdmissionPlugins=["DefaultTolerationSeconds"])
    place.client().request("POST", "/api/v1/namespaces/default/serviceaccounts", body=account)
    made = place.client().request("POST", PODS, body=pod).body
    assert made["spec"]["containers"][0]["imagePullPolicy"] == "Always" and "tolerations" not in made["spec"]


def test_the_range_of_cluster_addresses(tmp_path):
    place = opened(tmp_path, serviceClusterIPRange="10.7.0.0/16")
    assert place.client().request("GET", "/api/v1/namespaces/default/services/kubernetes").body["spec"]["clusterIP"] == "10.7.0.1"


def test_the_audit_log_lies_in_the_state(tmp_path):
    place = opened(tmp_path, auditPolicy={"rules": [{"level": "Metadata", "resources": [{"resources": ["pods"]}]}]})
    place.client().request("GET", PODS)
    stages = [json.loads(line)["stage"] for line in (tmp_path / "state" / "audit.log").read_text().splitlines()]
    assert stages == ["RequestReceived", "ResponseComplete"]


def test_a_mistake_is_told_in_one_line(tmp_path):
    with pytest.raises(configuration.BadConfiguration, match="authorizationMode: must be a list of some of Node, RBAC"):
        opened(tmp_path, authorizationMode=["Magic"])


def test_trace_of_a_command(tmp_path):
    out, err = io.StringIO(), io.StringIO()
    environ = {"KUBECTL_LITE_STATE": str(tmp_path), "KUBECTL_LITE_NODES": "0", "HOME": str(tmp_path)}
    assert main.main(["create", "configmap", "a", "--trace"], io.StringIO(), out, err, environ) == 0
    assert out.getvalue() == "configmap/a created\n"
    lines = err.getvalue().splitlines()
    assert lines and all(line.startswith("trace: ") for line in lines)
    assert any("storage" in line and "/registry/configmaps/default/a: revision" in line for line in lines)
    assert not any("clusterroles" in line for line in lines)  # the objects of the new cluster are nobody's request
