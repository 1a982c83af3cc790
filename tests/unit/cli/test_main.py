"""The whole command line in this process, on a state directory of its own."""
import json
import os

import pytest
from tests.unit.cli.verbs.terminal import Terminal

from kubectl_lite.cli import help


@pytest.fixture
def kubectl(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path)


@pytest.mark.parametrize("argv,message", [
    (["nosuch"], 'error: unknown command "nosuch" for "kubectl"\n'),
    (["gte", "pods"], 'error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n'),
    (["--nosuch", "get", "pods"], "Error: flags cannot be placed before plugin name: --nosuch\n"),
    (["get", "--nosuch"], "error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n"),
    (["config", "wrong"], "error: unknown command \"wrong\"\nSee 'kubectl config -h' for help and examples\n"),
    (["create", "nosuch"], "error: Unexpected args: [nosuch]\nSee 'kubectl create -h' for help and examples\n"),
    (["run"], 'error: required flag(s) "image" not set\n'),
    (["create", "cronjob", "x"], 'error: required flag(s) "image", "schedule" not set\n'),
    (["get", "pods", "--request-timeout=bad"], "error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by "
                                               "a corresponding time unit (e.g. 1s | 2m | 3h)\n"),
])
def test_usage_errors(kubectl, argv, message):
    assert kubectl(*argv) == (1, "", message)


def test_help_of_every_command_names_it(kubectl):
    status, out, err = kubectl("create", "deployment", "-h")
    assert status == 0 and out.startswith("Create a deployment with the specified name.\n") and "--image" in out and not err
    assert kubectl("--help")[0] == 0 and kubectl("help", "get")[0] == 0 and kubectl()[0] == 0


def test_groups_print_help_and_fail(kubectl):
    status, out, err = kubectl("set")
    assert status == 1 and not out and "serviceaccount" in err


def test_a_crash_is_one_line(kubectl, monkeypatch):
    from kubectl_lite.cli.verbs import version
    monkeypatch.setattr(version, "run", lambda *_: 1 / 0)
    status, out, err = kubectl("version")
    assert status == 1 and err.count("\n") == 1 and err.startswith("error: unexpected ZeroDivisionError")


def test_debug_shows_where(kubectl, monkeypatch):
    from kubectl_lite.cli.verbs import version
    monkeypatch.setattr(version, "run", lambda *_: 1 / 0)
    kubectl.environ["KUBECTL_LITE_DEBUG"] = "1"
    assert "Traceback" in kubectl("version")[2]


def test_suggestions_count_edits():
    assert help.distance("kitten", "sitting") == 3
    assert help.suggestions("zzzzzzz") == ""


def test_a_namespace_is_remembered_in_the_state_directory(kubectl, tmp_path):
    assert kubectl("create", "namespace", "demo")[0] == 0
    assert kubectl("config", "set-context", "--current", "--namespace=demo") == (0, 'Context "kubectl-lite" modified.\n', "")
    assert json.loads((tmp_path / "state" / "kubeconfig").read_text())["contexts"][0]["context"]["namespace"] == "demo"
    assert kubectl("create", "cm", "a")[0] == 0
    assert kubectl("get", "cm", "a", "-n", "demo", "-o", "name") == (0, "configmap/a\n", "")


def test_impersonation(kubectl):
    status, _, err = kubectl("create", "cm", "a", "--as=nobody")
    assert status == 1 and 'User "nobody" cannot create resource "configmaps"' in err
    assert kubectl("get", "cm", "--as-group=x") == (
        1, "", "error: requesting uid, groups or user-extra for admin without impersonating a user\n")


def test_a_plugin_takes_over(kubectl, tmp_path):
    plugin = tmp_path / "kubectl-greet"
    plugin.write_text("#!/bin/sh\nexit 7\n")
    plugin.chmod(0o755)
    kubectl.environ["PATH"] = f"{tmp_path}:{os.environ['PATH']}"
    assert kubectl("greet", "you")[0] == 7
    assert kubectl("plugin", "list", "--name-only") == (0, "The following compatible plugins are available:\n\nkubectl-greet\n", "")
    assert kubectl("-n", "x", "greet")[2] == "Error: flags cannot be placed before plugin name: -n\n"
    (tmp_path / "kubectl-config-view").write_text("")
    assert kubectl("plugin", "list")[2] == (
        f'  - warning: kubectl-config-view overwrites existing command: "kubectl config view"\n  - warning: {tmp_path}/kubectl-config-view identified '
        "as a kubectl plugin, but it is not executable\nerror: 2 plugin warnings were found\n")


def test_a_state_directory_that_is_a_file(kubectl, tmp_path):
    (tmp_path / "state").write_text("")
    status, out, err = kubectl("get", "pods")
    assert status == 1 and not out and "Traceback" not in err and "state" in err
