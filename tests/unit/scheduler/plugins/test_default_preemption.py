from __future__ import annotations

from kubectl_lite.scheduler import profile
from kubectl_lite.scheduler.plugins import default_preemption as preemption
from tests.unit.scheduler.builders import cycle, node, pod


def attempt(found, *nodes, **things):
    return cycle(found, *nodes, plugins=profile.load(), **things)


def victims(found, nodes, on="n1", **things):
    made = attempt(found, *nodes, **things)
    result, why = preemption._victims(made, made.snapshot.infos[on])
    return ([p["metadata"]["name"] for p in result[0]], result[1]) if result else why.reasons


def test_only_as_many_as_needed_go_the_least_important_first():
    busy = (node("n1", cpu="3"), [pod("a", cpu="1", priority=1), pod("b", cpu="1", priority=2), pod("c", cpu="1", priority=3)])
    assert victims(pod(cpu="1", priority=10), [busy]) == (["a"], 0)
    assert victims(pod(cpu="2", priority=10), [busy]) == (["b", "a"], 0)


def test_equal_priority_is_no_victim():
    busy = (node("n1", cpu="1"), [pod("a", cpu="1", priority=10)])
    assert victims(pod(cpu="1", priority=10), [busy]) == ("No preemption victims found for incoming pod",)


def test_nodes_that_would_still_not_fit_say_why():
    busy = (node("n1", cpu="3"), [pod("a", cpu="1", priority=1), pod("b", cpu="2", priority=10)])
    assert victims(pod(cpu="2", priority=10), [busy]) == ("Insufficient cpu",)


def test_budgets_are_respected_where_possible():
    labels = {"app": "guarded"}
    budget = {"metadata": {"name": "g", "namespace": "demo"}, "spec": {"selector": {"matchLabels": labels}}, "status": {"disruptionsAllowed": 0}}
    busy = (node("n1", cpu="2"), [pod("a", cpu="1", priority=1, labels=labels), pod("b", cpu="1", priority=2)])
    assert victims(pod(cpu="1", priority=10), [busy]) == (["a"], 0)
    assert victims(pod(cpu="1", priority=10), [busy], poddisruptionbudgets__policy=[budget]) == (["b"], 0)


def test_cheapest_node():
    low, high, many = [pod("a", priority=1)], [pod("b", priority=5)], [pod("c", priority=1), pod("d", priority=1)]
    order = sorted({"low": (low, 0), "high": (high, 0), "many": (many, 0), "broken": (low, 1)}.items(), key=lambda item: preemption._cost(item[1]))
    assert [name for name, _ in order] == ["low", "many", "high", "broken"]
