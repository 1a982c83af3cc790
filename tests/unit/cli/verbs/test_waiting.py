"""wait, debug, logs, port-forward and exec: what they refuse and how they end, held to a recorded kubectl."""
import json

import pytest

EXAMPLE = "--for=jsonpath='{.status.readyReplicas}'"


def error(text):
    return 1, "", f"error: {text}\n"


@pytest.fixture
def cluster(kubectl):
    assert kubectl("create", "cm", "a")[0] == 0 and kubectl("create", "cm", "b")[0] == 0
    return kubectl


def pod(name="p", **status):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [{"name": "one", "image": "x"}]}, **status}


@pytest.mark.parametrize("condition, complaint", [
    ("jsonpath={.a}=", f"jsonpath wait has to have a value after equal sign, like {EXAMPLE}=3"),
    ("jsonpath={.a}=b=c", f"jsonpath wait format must be {EXAMPLE}=3 or {EXAMPLE}"),
    ("jsonpath={.a[?(@.b=c)]}=d", f"jsonpath wait format must be {EXAMPLE}=3 or {EXAMPLE}"),
    ("jsonpath={.a}==b", "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'"),
    ("jsonpath=", "jsonpath expression cannot be empty"),
    ("jsonpath={.a[}=x", "unterminated array"),
    ("create=x", 'unrecognized condition: "create=x"'),
])
def test_conditions_that_are_none(cluster, condition, complaint):
    assert cluster("wait", "cm", "a", f"--for={condition}") == error(complaint)


def test_a_filter_keeps_its_equal_signs(cluster):
    line = ["wait", "cm", "kube-root-ca.crt", "-n", "default", "--timeout=0"]
    assert cluster(*line, "--for=jsonpath={.metadata.managedFields[?(@.manager==\"x\")].manager}=y")[2] != error("")[2]
    assert cluster("wait", "cm", "a", "--for=jsonpath={.metadata.name}=a", "--timeout=0") == (0, "configmap/a condition met\n", "")


def test_without_time_one_look_decides(cluster):
    assert cluster("wait", "cm", "a", "--for=condition=Ready", "--timeout=0") == error("condition not met for configmaps/a")
    assert cluster("wait", "cm", "a", "--for=delete", "--timeout=0") == error("condition not met for configmaps/a")


def test_when_the_time_is_up_the_others_have_had_theirs(cluster):
    status, shown, err = cluster("wait", "cm", "a", "b", "--for=jsonpath={.data.x}=1", "--timeout=50ms")
    assert (status, shown) == (1, "")
    assert err == "timed out waiting for the condition on configmaps/a\ntimed out waiting for the condition on configmaps/b\n"


def test_local_wants_files(cluster):
    assert cluster("wait", "cm", "a", "--for=create", "--local")[2].startswith("error: you must specify resources by --filename when --local is set.\n")


@pytest.mark.parametrize("flags, complaint", [
    (["--image=x", "--replace"], "--replace may only be used with --copy-to."),
    (["--set-image=a=b", "--same-node"], "--same-node may only be used with --copy-to."),
    (["--set-image=a=b"], "--set-image may only be used with --copy-to."),
    ([], "you must specify --image when not using --copy-to."),
    (["--copy-to=c", "--", "sh"], "you must specify an existing container or a new image when specifying args."),
    (["--image=Bad"], 'invalid image name "Bad": invalid reference format'),
    (["--copy-to=c", "--set-image=x=Bad"], 'invalid image name "Bad" for container "x": invalid reference format'),
])
def test_debug_refuses(cluster, flags, complaint):
    assert cluster("debug", "p", *flags) == error(complaint)


def test_addresses_and_ports_of_a_forward(cluster):
    cluster.create(pod())
    for words, complaint in ((["99999"], "error parsing local port '99999': strconv.ParseUint: parsing \"99999\": value out of range"),
                             (["99999:1:2"], "error parsing local port '99999': strconv.ParseUint: parsing \"99999\": value out of range"),
                             (["1:99999"], "error parsing remote port '99999': strconv.ParseUint: parsing \"99999\": value out of range"),
                             (["80", "--address=localhost,nope"], "nope is not a valid IP")):
        assert cluster("port-forward", "p", *words) == error(complaint)


def test_exec_takes_one_object(cluster, tmp_path):
    cluster.create(pod("p"), pod("q"))
    (tmp_path / "both.yaml").write_text("\n---\n".join(json.dumps(pod(name)) for name in ("p", "q")))
    assert cluster("exec", "-f", str(tmp_path / "both.yaml"), "--", "ls") == error("cannot exec into multiple objects at a time")


def test_logs_since_the_future(cluster):
    cluster.create(pod())
    assert cluster("logs", "p", "--since=-5s") == error("--since must be greater than 0")


def test_how_many_logs_are_followed_at_once(cluster):
    two = pod()
    two["spec"]["containers"].append({"name": "two", "image": "x"})
    cluster.create(two)
    assert cluster("logs", "p", "-f", "--all-containers", "--max-log-requests=1") == error(
        "you are attempting to follow 2 log streams, but maximum allowed concurrency is 1, use --max-log-requests to increase the limit")
