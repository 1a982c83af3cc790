import pytest
from tests.unit.cli.verbs.terminal import Terminal


@pytest.fixture
def kubectl(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(tmp_path)
    terminal.environ["KUBECONFIG"] = "one.conf:two.conf"
    return terminal


def out(result):
    assert result[0] == 0, result
    return result[1]


def test_new_entries_go_to_the_last_file_when_none_exists(kubectl, tmp_path):
    assert out(kubectl("config", "set-cluster", "c", "--server=https://x")) == 'Cluster "c" set.\n'
    assert not (tmp_path / "one.conf").exists()
    assert (tmp_path / "two.conf").read_text() == ("apiVersion: v1\nclusters:\n- cluster:\n    server: https://x\n  name: c\ncontexts: null\n"
                                                   'current-context: ""\nkind: Config\nusers: null\n')


def test_changes_go_to_the_file_that_defines_the_entry(kubectl, tmp_path):
    out(kubectl("config", "set-context", "a", "--namespace=x"))
    (tmp_path / "one.conf").write_text("kind: Config\ncontexts:\n- {name: b, context: {cluster: c, user: u}}\n")
    out(kubectl("config", "set-context", "a", "--namespace=later"))
    out(kubectl("config", "set-context", "new"))
    assert "namespace: later" in (tmp_path / "two.conf").read_text()
    assert "name: new" in (tmp_path / "one.conf").read_text()
    assert out(kubectl("config", "get-contexts", "-o", "name")) == "a\nb\nnew\n"


def test_secrets_are_not_shown(kubectl):
    out(kubectl("config", "set-credentials", "u", "--token=abc"))
    assert "abc" not in out(kubectl("config", "view")) and "REDACTED" in out(kubectl("config", "view"))
    assert "abc" in out(kubectl("config", "view", "--raw"))


def test_a_missing_context_is_an_error(kubectl):
    out(kubectl("config", "set-context", "a"))
    assert kubectl("config", "use-context", "none")[2] == 'error: no context exists with the name: "none"\n'
    assert kubectl("get", "cm", "--context=none")[2] == "Error in configuration: context was not found for specified context: none\n"
    assert kubectl("get", "cm", "--kubeconfig=nofile")[2] == "error: stat nofile: no such file or directory\n"


@pytest.mark.parametrize("text", ["- a\n- b\n", "contexts: 5\n", "contexts: [5]\n", "users: [{name: a, user: 3}]\n", "just words\n"])
def test_a_file_that_is_no_kubeconfig(kubectl, tmp_path, text):
    (tmp_path / "one.conf").write_text(text)
    status, _, err = kubectl("config", "view")
    assert status == 1 and 'error loading config file "one.conf"' in err


def test_the_home_file_of_a_real_cluster_is_left_aside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(tmp_path)
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube" / "config").write_text(
        "kind: Config\ncurrent-context: r\ncontexts:\n- {name: r, context: {cluster: r, user: r, namespace: prod}}\n"
        "clusters:\n- {name: r, cluster: {server: 'https://real.example.com'}}\n")
    assert out(terminal("config", "current-context")) == "kubectl-lite\n"
    del terminal.environ["KUBECTL_LITE_STATE"]
    assert out(terminal("create", "cm", "a")) == "configmap/a created\n"
    assert (tmp_path / "state").is_dir()
