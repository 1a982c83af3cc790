from __future__ import annotations

import pytest

from kubectl_lite.scheduler import profile
from kubectl_lite.scheduler.cycle import Unschedulable, fit_message
from kubectl_lite.scheduler.framework import hopeless, rejected
from tests.unit.scheduler.builders import cycle, node, pod


def choose(found, *nodes, **things):
    attempt = cycle(found, *nodes, plugins=profile.load(), **things)
    try:
        return attempt.choose().name
    except Unschedulable as e:
        return str(e)


def test_reasons_are_counted_and_sorted_as_text():
    rejections = {"a": rejected("Insufficient cpu", "Too many pods"), "b": rejected("Insufficient cpu"), "c": hopeless("node(s) were unschedulable")}
    assert fit_message(rejections) == "0/3 nodes are available: 1 Too many pods, 1 node(s) were unschedulable, 2 Insufficient cpu."


def test_no_nodes():
    assert choose(pod()) == "no nodes available to schedule pods"


def test_first_filter_that_refuses_gives_the_reason():
    found = node("n1", cpu="1", taints=[{"key": "k", "effect": "NoSchedule"}])
    assert choose(pod(cpu="2"), found).startswith("0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: ")


def test_refusal_before_the_claims_of_devices_were_looked_at():
    found = pod(volumes=[{"name": "v", "persistentVolumeClaim": {"claimName": "c"}}])
    assert choose(found, node("n1")) == '0/1 nodes are available: persistentvolumeclaim "c" not found. not found'


def test_equal_nodes_are_taken_in_the_order_of_their_names_and_scores_weigh():
    assert choose(pod(), node("n1"), node("n2")) == "n1"
    assert choose(pod(cpu="1"), (node("n1"), [pod("x", cpu="2")]), node("n2")) == "n2"


def test_profile_is_kubernetes_own():
    assert [(row.name, row.weight) for row in profile.PROFILE if row.weight] == [
        ("TaintToleration", 3), ("NodeAffinity", 2), ("NodeResourcesFit", 1), ("PodTopologySpread", 2), ("InterPodAffinity", 2),
        ("NodeResourcesBalancedAllocation", 1), ("ImageLocality", 1)]


@pytest.mark.parametrize("row", profile.PROFILE, ids=lambda row: row.name)
def test_every_row_has_its_plugin(row):
    plugins = {plugin.NAME for plugin, _ in profile.load()}
    assert row.name in plugins
