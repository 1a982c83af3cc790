import pytest
from tests.unit.cli.verbs.terminal import Terminal

HEAD = "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"
FAILED = "error occurred while applying preferences "


@pytest.fixture
def kubectl(tmp_path):
    terminal = Terminal(tmp_path)
    (tmp_path / ".kube").mkdir()
    terminal.file = tmp_path / ".kube" / "kuberc"
    terminal.write = lambda text, head=HEAD: terminal.file.write_text(head + text)
    return terminal


def test_a_default_counts_unless_the_flag_is_written(kubectl):
    kubectl.write("defaults:\n- {command: create namespace, options: [{name: dry-run, default: client}, {name: output, default: name}]}\n")
    assert kubectl("create", "namespace", "a") == (0, "namespace/a\n", "")
    assert kubectl("create", "ns", "a", "-oyaml")[1].startswith("apiVersion: v1\nkind: Namespace\n")
    kubectl.environ["KUBERC"] = "off"
    assert kubectl("create", "namespace", "a") == (0, "namespace/a created\n", "")


def test_an_alias_is_a_command_with_arguments_and_defaults(kubectl):
    kubectl.write("aliases:\n- {name: kc, command: create configmap, prependArgs: [hello], appendArgs: [--dry-run=client], "
                  "options: [{name: from-literal, default: a=b}, {name: output, default: name}]}\n- {name: get, command: version}\n")
    assert kubectl("kc") == (0, "configmap/hello\n", "")
    assert kubectl("kc", "-o", "jsonpath={.data}") == (0, '{"a":"b"}', "")
    assert kubectl("kc", "--from-literal=c=d", "-o", "jsonpath={.data}") == (0, '{"c":"d"}', "")
    assert "Required resource not specified" in kubectl("get")[2]


@pytest.mark.parametrize("text, line, complaint", [
    ("defaults:\n- {command: version, options: [{name: nope, default: x}]}\n", "version", "invalid flag nope for command version"),
    ("defaults:\n- {command: version, options: [{name: --client, default: x}]}\n", "version", "flag name --client should be in long form without dashes"),
    ("defaults:\n- {command: version, options: [{name: client, default: x}]}\n", "version",
     'could not apply override value x to flag client in command version err: invalid argument "x" for "--client" flag: '
     'strconv.ParseBool: parsing "x": invalid syntax'),
    ("aliases:\n- {name: a-b, command: get}\n", "version", "invalid alias name, can only include alphabetical characters"),
    ("aliases:\n- {name: a, command: get}\n- {name: a, command: get}\n", "version", "duplicate alias name a"),
    ("aliases:\n- {name: a, command: no such}\n", "a", 'command "no such" not found to set alias "a": [no such]'),
    ("", "version --kuberc=nope", "kuberc error kuberc: open nope: no such file or directory"),
    ("", "version --kuberc", "kuberc file is not found"),
])
def test_what_kuberc_cannot_mean(kubectl, text, line, complaint):
    kubectl.write(text)
    assert kubectl(*line.split()) == (1, "", f"{FAILED}{complaint}\n")


def test_a_file_that_is_none_is_named_and_left(kubectl):
    kubectl.write("", "apiVersion: x/v1\nkind: Preference\n")
    status, _, err = kubectl("version", "--client")
    assert status == 0 and err == f"kuberc: no preferences loaded from {kubectl.file}: no valid preferences found in {kubectl.file}, use --v=5 to see details"
    assert kubectl("version", f"--kuberc={kubectl.file}")[2].startswith(f"{FAILED}kuberc error kuberc: no valid preferences")


def test_the_older_version_is_read(kubectl):
    kubectl.write("overrides:\n- {command: version, flags: [{name: client, default: 'true'}]}\n", HEAD.replace("beta", "alpha"))
    assert "Server" not in kubectl("version")[1]


def test_set_and_view(kubectl):
    updated = (0, f"Updated {kubectl.file}\n", "")
    assert kubectl("kuberc", "set", "--section=defaults", "--command=get", "--option=output=wide") == updated
    assert kubectl("kuberc", "set", "--section=defaults", "--command=get", "--option=output=json")[2] == (
        'error: defaults for command "get" already exist, use --overwrite to replace\n')
    assert kubectl("kuberc", "set", "--section=aliases", "--name=gn", "--command=get", "--prependarg=nodes") == updated
    assert kubectl("kuberc", "view")[1] == (
        "aliases:\n- command: get\n  name: gn\n  prependArgs:\n  - nodes\napiVersion: kubectl.config.k8s.io/v1beta1\n"
        "defaults:\n- command: get\n  options:\n  - default: wide\n    name: output\nkind: Preference\n")
    assert kubectl("kuberc", "set", "--section=aliases", "--name=gn", "--command=get", "--appendarg=x", "--overwrite") == updated
    assert "  - nodes\n" in kubectl.file.read_text() and "appendArgs:\n  - x\n" in kubectl.file.read_text()


@pytest.mark.parametrize("flags, complaint", [
    (["--section=x"], '--section must be "defaults", "aliases", or "credentialplugin", got: x'),
    (["--section=aliases"], "--name is required when --section=aliases"),
    (["--section=defaults"], "--command is required when --section=aliases or --section=defaults"),
    (["--section=credentialplugin", "--policy=Allowlist"], "--allowlist-entry is required when --section=credentialplugin and --policy=Allowlist"),
    (["--section=defaults", "--command=get", "--option=x"], 'invalid option format "x", expected flag=value'),
    ([], 'required flag(s) "section" not set'),
])
def test_set_refuses(kubectl, flags, complaint):
    assert kubectl("kuberc", "set", *flags) == (1, "", f"error: {complaint}\n")
    assert not kubectl.file.exists()


def test_view_offers_a_file_of_recommended_defaults(kubectl):
    assert kubectl("kuberc", "view", stdin="n\n")[0] == 0 and not kubectl.file.exists()
    assert kubectl("kuberc", "view", stdin="y\n")[1].endswith(f"Updated {kubectl.file}\n")
    assert "name: server-side" in kubectl.file.read_text()
