from __future__ import annotations

import pytest

from kubectl_lite import cluster
from kubectl_lite.controllers.context import Context
from kubectl_lite.controllers.manager import Run
from kubectl_lite.controllers.recorder import reference
from kubectl_lite.machinery.env import FixedEnv


@pytest.fixture
def world():
    return cluster.in_memory(FixedEnv(1), 0)


def hands(world, **how):
    return Context(Run(lambda user: world.client(), world.env, lambda: ("", "")), "tester", "kubernetes-admin", **how)


def account(world):
    return world.client().create(("", "serviceaccounts"), {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a", "namespace": "default"}})


def events(world):
    return world.client().list(("", "events"), "default")["items"]


def test_classic_events_tell_source_and_times(world):
    hands(world, host="n1").events.normal(account(world), "Made", "it was made", field_path="spec.x")
    event = events(world)[0]
    assert (event["type"], event["reason"], event["message"], event["count"]) == ("Normal", "Made", "it was made", 1)
    assert event["source"] == {"component": "tester", "host": "n1"} and event["firstTimestamp"] == event["lastTimestamp"] == "2023-11-14T22:13:20Z"
    assert event["involvedObject"]["fieldPath"] == "spec.x" and event["involvedObject"]["kind"] == "ServiceAccount"


def test_same_event_again_raises_the_count_also_in_a_later_run(world):
    found = account(world)
    first = hands(world)
    first.events.warning(found, "Bad", "no")
    first.events.warning(found, "Bad", "no")
    first.events.warning(found, "Bad", "other")
    hands(world).events.warning(found, "Bad", "no")
    assert sorted((e["message"], e["count"]) for e in events(world)) == [("no", 3), ("other", 1)]


def test_once_means_not_again(world):
    found = account(world)
    for _ in range(2):
        hands(world).events.normal(found, "Told", "once", once=True)
    assert [e["count"] for e in events(world)] == [1]


def test_modern_events_have_a_series_and_no_source(world):
    found, modern = account(world), hands(world, modern=True)
    modern.events.warning(found, "Failed", "no", action="Trying")
    modern.events.warning(found, "Failed", "still no", action="Trying")
    event = events(world)[0]
    assert (event["source"], event["reportingComponent"], event["action"], event["message"]) == ({}, "tester", "Trying", "no")
    assert event["eventTime"] and event["series"]["count"] == 2 and len(events(world)) == 1


def test_reference_leaves_out_what_is_empty():
    found = reference({"kind": "Node", "apiVersion": "v1", "metadata": {"name": "n1", "uid": "u"}})
    assert found == {"kind": "Node", "apiVersion": "v1", "name": "n1", "uid": "u"}
