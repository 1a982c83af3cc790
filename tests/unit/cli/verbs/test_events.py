import json

import pytest


def event(name, type_="Normal", day=1, **involved):
    time = f"2026-01-0{day}T00:00:00Z"
    return {"apiVersion": "v1", "kind": "Event", "metadata": {"name": name, "namespace": "default"}, "type": type_, "reason": "R", "message": f"said {name}", "count": 1,
            "involvedObject": {"apiVersion": "v1", "kind": "ConfigMap", "name": "cfg", "namespace": "default", **involved},
            "firstTimestamp": time, "lastTimestamp": time, "source": {"component": "test"}}


@pytest.fixture
def told(kubectl):
    kubectl.create(event("late", day=3), event("early", "Warning", day=1), event("other", day=2, kind="Secret"))
    return kubectl


def messages(answer):
    return [line.split()[-1] for line in answer[1].splitlines()]


def test_events_are_sorted_by_time(told):
    _, out, _ = told("events")
    assert out.splitlines()[0].split() == ["LAST", "SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    assert messages(told("events", "--no-headers")) == ["early", "other", "late"]


def test_for_one_object_and_by_type(told):
    assert messages(told("events", "--for", "cm/cfg", "--no-headers")) == ["early", "late"]
    assert messages(told("events", "--types=Warning", "--no-headers")) == ["early"]


def test_all_namespaces_have_a_column(told):
    assert told("events", "-A")[1].split()[0] == "NAMESPACE" and told("events", "-A", "--no-headers")[1].startswith("default")


def test_other_formats(told):
    listed = json.loads(told("events", "-o", "json")[1])
    assert listed["kind"] == "EventList" and [e["metadata"]["name"] for e in listed["items"]] == ["early", "other", "late"]


def test_none(kubectl):
    assert kubectl("events") == (0, "", "No events found in default namespace.\n")
    assert kubectl("events", "-A", "--for", "cm/none") == (0, "", "No events found.\n")


@pytest.mark.parametrize("args, text", [
    (["--for", "cm"], "error: --for must be in resource/name form\n"), (["--for", "unicorn/x"], 'the server doesn\'t have a resource type "unicorn"\n'),
    (["--for", "a/b/c"], "error: arguments in resource/name form may not have more than one slash\n"), (["--types=Bad"], "error: valid --types are Normal or Warning\n")])
def test_errors(kubectl, args, text):
    assert kubectl("events", *args) == (1, "", text)
