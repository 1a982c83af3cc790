import pytest

from kubectl_lite.cli import flags, ownflags
from kubectl_lite.cli.commands import COMMANDS


def parse(*argv):
    path, rest = flags.find_command(list(argv))
    return flags.parse(path, rest)


@pytest.mark.parametrize("words", [["-oyaml"], ["-o=yaml"], ["-o", "yaml"], ["--output", "yaml"], ["--output=yaml"], ["-Aoyaml"], ["-o", "json", "-oyaml"]])
def test_ways_to_write_a_value(words):
    parsed, args = parse("get", "pods", *words)
    assert parsed["output"] == "yaml" and args == ["pods"] and parsed.changed("output")


def test_flags_before_the_verb_and_between():
    parsed, args = parse("-o", "name", "get", "-n", "x", "cm", "a")
    assert (parsed.path, parsed["output"], parsed["namespace"], args) == ("get", "name", "x", ["cm", "a"])


def test_booleans_take_no_word_but_an_equals_sign():
    parsed, args = parse("get", "cm", "--no-headers", "false")
    assert parsed["no-headers"] is True and args == ["cm", "false"]
    assert parse("get", "cm", "--no-headers=false")[0]["no-headers"] is False
    assert parse("get", "cm", "-A=false")[0]["all-namespaces"] is False


def test_a_value_may_be_left_out():
    parsed, args = parse("create", "cm", "a", "--dry-run")
    assert parsed["dry-run"] == "unchanged" and args == ["a"]
    assert parse("create", "cm", "a", "--dry-run=server")[0]["dry-run"] == "server"
    assert parse("create", "cm", "a")[0]["dry-run"] == "none"


def test_double_dash_ends_flags_and_is_remembered():
    parsed, args = parse("create", "job", "pi", "--image=perl", "--", "perl", "-e", "1")
    assert args == ["pi", "perl", "-e", "1"] and parsed.dash == 1
    assert parse("get", "pods")[0].dash == -1


def test_underscores_are_dashes():
    assert parse("get", "cm", "--show_labels")[0]["show-labels"] is True


def test_aliases_lead_to_the_command():
    assert flags.find_command(["create", "svc", "nodeport", "x"]) == ("create service nodeport", ["x"])
    assert flags.find_command(["create", "deploy", "x"]) == ("create deployment", ["x"])
    assert flags.find_command(["create", "dep", "x"]) == ("create", ["dep", "x"])


@pytest.mark.parametrize("words,message", [
    (["--nosuch"], "unknown flag: --nosuch"),
    (["-Z"], "unknown shorthand flag: 'Z' in -Z"),
    (["-AZ"], "unknown shorthand flag: 'Z' in -Z"),
    (["-o"], "flag needs an argument: 'o' in -o"),
    (["--output"], "flag needs an argument: --output"),
    (["--=x"], "bad flag syntax: --=x"),
    (["---x"], "bad flag syntax: ---x"),
    (["--no-headers=maybe"], 'invalid argument "maybe" for "--no-headers" flag: strconv.ParseBool: parsing "maybe": invalid syntax'),
    (["-v=nope"], 'invalid argument "nope" for "-v, --v" flag: strconv.ParseInt: parsing "nope": invalid syntax'),
])
def test_refusals_are_pflags(words, message):
    with pytest.raises(flags.FlagError) as e:
        parse("get", "pods", *words)
    assert str(e.value) == message and e.value.path == "get"


def test_a_command_s_own_flag_hides_the_global_one():
    parsed, _ = parse("create", "rolebinding", "x", "--user=a", "--user=b")
    assert parsed["user"] == ["a", "b"] and parsed.inherited("user") == ""
    assert parse("get", "pods", "--user=a")[0].inherited("user") == "a"


def test_required_flags():
    assert flags.missing_required(parse("create", "cronjob", "x", "--image=i")[0]) == ["schedule"]


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_known_and_has_its_module(path):
    assert ownflags.command(path), path
    module = __import__(f"kubectl_lite.cli.verbs.{COMMANDS[path]}", fromlist=["run"])
    assert callable(module.run)


def test_defaults_of_every_flag_can_be_read():
    for path in list(ownflags.flagtable.COMMANDS) + list(ownflags.COMMANDS):
        flags.define(path)
