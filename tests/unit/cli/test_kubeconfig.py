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


@pytest.mark.parametrize("text, complaint", [
    ("- a\n", "couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value"),
    ("kind: Nope\n", 'no kind "Nope" is registered for version "v1"'),
    ("contexts: 5\n", "json: cannot unmarshal number into Go struct field Config.contexts of type []v1.NamedContext"),
    ("users: [{name: a, user: 3}]\n", "json: cannot unmarshal number into Go struct field NamedAuthInfo.users.user of type v1.AuthInfo"),
    ("a: b: c\n", "yaml: mapping values are not allowed in this context"),
])
def test_what_is_wrong_with_a_file_is_told_as_go_tells_it(kubectl, tmp_path, text, complaint):
    (tmp_path / "one.conf").write_text(text)
    assert kubectl("config", "view")[2].startswith(f'error: error loading config file "one.conf": {complaint}')


def test_files_of_an_entry_are_kept_relative_to_the_kubeconfig(kubectl, tmp_path):
    kubectl.environ["KUBECONFIG"] = str(tmp_path / "sub" / "my.conf")
    out(kubectl("config", "set-cluster", "near", "--certificate-authority=sub/ca.crt"))
    out(kubectl("config", "set-cluster", "far", "--certificate-authority=ca.crt"))
    text = (tmp_path / "sub" / "my.conf").read_text()
    assert "certificate-authority: ca.crt\n" in text and f"certificate-authority: {tmp_path}/ca.crt\n" in text


def test_plugins_of_a_user_change_piece_by_piece(kubectl, tmp_path):
    def change(*flags):
        out(kubectl("config", "set-credentials", "u", *flags))
        return (tmp_path / "two.conf").read_text().partition("users:\n")[2]
    assert change("--exec-api-version=v1") == "- name: u\n  user: {}\n"
    assert "args: null\n      command: x\n      env: null\n" in change("--exec-command=x")
    assert "env:\n      - name: A\n        value: \"1\"\n" in change("--exec-env=A=1", "--exec-arg=a")
    assert "args: null\n      command: z\n      env:\n" in change("--exec-command=z")
    assert "env: null\n" in change("--exec-env=A-")
    assert "auth-provider:\n      config:\n        a: b\n        c: d\n" in change("--auth-provider=oidc", "--auth-provider-arg=a=b", "--auth-provider-arg=c=d")
    assert "config:\n        c: d\n" in change("--auth-provider=oidc", "--auth-provider-arg=a-")
    _, help, err = kubectl("config", "set-credentials", "u", "--exec-env=A")
    assert help.startswith("Set a user entry") and err == "error: invalid exec-env format: A\n"


def test_properties(kubectl):
    assert out(kubectl("config", "unset", "users.nope")) == 'Property "users.nope" unset.\n'
    for line, complaint in (("unset users.nope.token", "current map key `nope` is invalid"), ("set users.u.act-as-groups a", "unrecognized slice type. string"),
                            ("set users.u.exec.command c", "unable to parse one or more field values of users.u.exec.command"),
                            ("set clusters.c x", "can't set a map to a value: map[]"), ("set nope x", "unable to parse nope after [] at api.Config"),
                            ("set clusters.c.certificate-authority-data %%", "error decoding input value: illegal base64 data at input byte 0")):
        assert kubectl("config", *line.split()) == (1, "", f"error: {complaint}\n")
    out(kubectl("config", "set", "users.my.dotted.name.act-as", "jane"))
    out(kubectl("config", "set", "preferences.colors", "true"))
    text = out(kubectl("config", "view"))
    assert "- name: my.dotted.name\n  user:\n    as: jane\n" in text and "preferences:\n  colors: true\n" in text


def test_a_wrong_number_of_arguments_shows_the_help(kubectl):
    status, help, err = kubectl("config", "use-context", "a", "b")
    assert status == 1 and help.startswith("Set the current-context in a kubeconfig file.\n") and err == "error: Unexpected args: [a b]\n"
    assert kubectl("config", "set-credentials")[2] == "error: unexpected args: []\n"
    assert kubectl("config", "delete-context")[::2] == (0, "")
    assert kubectl("config", "delete-user")[2].startswith("error: user to delete is required\n")


def test_a_server_of_the_network_is_not_taken_for_the_directory(kubectl):
    status, shown, err = kubectl("get", "cm", "--server=127.0.0.1:1")
    assert (status, shown) == (1, "") and err.count("connection refused") == 5
    assert err.endswith("\nThe connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n")
    assert kubectl("get", "cm", "-s", "::bad")[2] == 'Unable to connect to the server: invalid port ":bad" after host\n'


def test_a_directory_may_be_the_server(kubectl, tmp_path):
    out(kubectl("create", "ns", "here"))
    assert "here" in out(kubectl("get", "ns", "--server=state")) and "here" in out(kubectl("get", "ns", f"--server=file://{tmp_path}/state"))
