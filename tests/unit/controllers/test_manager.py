"""The manager with small participants of its own over a real API server in memory."""
from __future__ import annotations

import pytest

from kubectl_lite import cluster
from kubectl_lite.controllers.manager import Manager, Row
from kubectl_lite.machinery.env import FixedEnv

MAPS = "configmaps"


class Participant:
    """Counts up the `n` of every ConfigMap labelled count=yes until `until`; `after` is what reconcile returns."""
    USER = "kubernetes-admin"
    NAME = "counter"

    def __init__(self, name="counter", until=3, after=None, fail=None):
        self.NAME, self.until, self.after, self.fail, self.calls = name, until, after, fail, []
        self.WATCHES = {MAPS: self._keys}

    def _keys(self, obj, _cache):
        meta = obj["metadata"]
        return [(meta["namespace"], meta["name"])] if (meta.get("labels") or {}).get("count") else []

    def reconcile(self, key, ctx):
        self.calls.append(key)
        if self.fail:
            raise self.fail
        found = ctx.cache.get(MAPS, *key)
        if found is None:
            return None
        n = int(found["data"]["n"])
        if n < self.until:
            ctx.update(MAPS, {**found, "data": {"n": str(n + 1)}})
        return self.after


@pytest.fixture
def world():
    env = FixedEnv(1)
    made = cluster.in_memory(env, 0)
    made.client().create(("", MAPS), {"apiVersion": "v1", "kind": "ConfigMap", "data": {"n": "0"},
                                      "metadata": {"name": "a", "namespace": "default", "labels": {"count": "yes"}}})
    return made


def run(world, *participants, **limits):
    return Manager(participants, lambda user: world.client(), world.env, lambda: ("", ""), **limits).run()


def test_runs_until_nothing_changes(world):
    report = run(world, Participant())
    assert report.converged and report.writes == {("counter", "update", MAPS): ["a", "a", "a"]}
    assert run(world, Participant()).lines() == ["nothing to do"]


def test_bound_names_what_still_changes(world):
    report = run(world, Participant("up", until=10 ** 9), passes_max=2)
    assert not report.converged
    assert report.lines()[-1].startswith("stopped after ") and report.lines()[-1].endswith("still changing: up default/a")


def test_what_waits_for_time_is_reported_and_done_when_it_has_come(world):
    waiting = Participant(after=30)
    report = run(world, waiting)
    assert report.waiting == [(30, "counter", ("default", "a"))] and "in 30s" in report.lines()[-1]
    before = len(waiting.calls)
    assert before < 10


def test_refusals_are_reported_and_do_not_stop_the_others(world):
    from kubectl_lite.machinery import errors
    broken = Participant("broken", fail=errors.forbidden(MAPS, "a", "no"))
    report = run(world, broken, Participant())
    assert report.errors == {("broken", ("default", "a")): 'configmaps "a" is forbidden: no'}
    assert report.converged and len(broken.calls) <= 10


def test_conflicts_are_tried_again(world):
    from kubectl_lite.machinery import errors

    class Clumsy(Participant):
        def reconcile(self, key, ctx):
            if not self.calls:
                self.calls.append(key)
                raise errors.modified(MAPS, "a")
            return super().reconcile(key, ctx)
    report = run(world, Clumsy())
    assert report.errors == {} and report.count() == 3


def test_rows_sleep_until_there_is_an_object_of_theirs(world, monkeypatch):
    import sys
    import types
    module = types.ModuleType("made_for_this_test")
    made = Participant("late")
    module.participant = lambda: made
    monkeypatch.setitem(sys.modules, "made_for_this_test", module)
    run(world, Row("late", "made_for_this_test", ("secrets",)))
    assert made.calls == []
    run(world, Row("late", "made_for_this_test", (MAPS,)))
    assert made.calls


def test_mistakes_of_one_participant_are_told_and_do_not_stop_the_others(world):
    report = run(world, Participant("broken", fail=KeyError("x")), Participant())
    assert report.errors == {("broken", ("default", "a")): "unexpected KeyError: 'x'"} and report.broken
    assert report.count() == 3
