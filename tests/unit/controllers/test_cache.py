from __future__ import annotations

import pytest

from kubectl_lite import cluster
from kubectl_lite.controllers.cache import Cache
from kubectl_lite.controllers.resolving import resolver
from kubectl_lite.machinery.env import FixedEnv

MAPS = "configmaps"


def config_map(name, owner=None, **data):
    meta = {"name": name, "namespace": "default"}
    if owner:
        meta["ownerReferences"] = [{"apiVersion": "v1", "kind": "ConfigMap", "name": "o", "uid": owner, "controller": True}]
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}


@pytest.fixture
def client():
    return cluster.in_memory(FixedEnv(1), 0).client()


@pytest.fixture
def seen():
    return []


@pytest.fixture
def cache(client, seen):
    def on_change(name, old, new):
        seen.append((name, old and old["metadata"]["name"], new and new["metadata"]["name"]))
    return Cache(client, resolver(client), on_change)


def test_lists_once_and_follows_the_watch(client, cache, seen):
    client.create(("", MAPS), config_map("a"))
    assert [o["metadata"]["name"] for o in cache.list(MAPS, "default")] == ["a"]
    client.create(("", MAPS), config_map("b"))
    assert cache.get(MAPS, "default", "b") is None
    cache.poll()
    assert cache.get(MAPS, "default", "b") and seen == [(MAPS, None, "b")]
    client.delete(("", MAPS), "a", "default")
    cache.poll(MAPS)
    assert cache.get(MAPS, "default", "a") is None and seen[-1] == (MAPS, "a", None)


def test_own_writes_are_taken_in_at_once_and_not_told_twice(client, cache, seen):
    cache.list(MAPS)
    cache.observe(MAPS, client.create(("", MAPS), config_map("a")))
    assert cache.get(MAPS, "default", "a")
    cache.poll()
    assert seen == [(MAPS, None, "a")]


def test_older_answers_do_not_overtake_newer_ones(client, cache):
    cache.list(MAPS)
    first = client.create(("", MAPS), config_map("a", n="1"))
    second = client.update(("", MAPS), {**first, "data": {"n": "2"}})
    cache.observe(MAPS, second)
    cache.observe(MAPS, first)
    assert cache.get(MAPS, "default", "a")["data"] == {"n": "2"}


def test_an_owner_may_claim_its_own_and_what_nobody_controls(client, cache):
    for name, owner in (("a", "uid-1"), ("b", None), ("c", "uid-2")):
        client.create(("", MAPS), config_map(name, owner))
    assert [o["metadata"]["name"] for o in cache.claimable(MAPS, {"metadata": {"namespace": "default", "uid": "uid-1"}})] == ["a", "b"]
    assert cache.claimable(MAPS, {"metadata": {"namespace": "other", "uid": "uid-1"}}) == []


def test_indexes_follow_changes(client, cache):
    made = client.create(("", MAPS), config_map("a", owner="uid-1"))
    assert [o["metadata"]["name"] for o in cache.controlled(MAPS, "uid-1")] == ["a"]
    assert [(r, o["metadata"]["name"]) for r, o in cache.dependents("uid-1")] == [(MAPS, "a")]
    meta = {k: v for k, v in made["metadata"].items() if k != "ownerReferences"}
    client.update(("", MAPS), {**made, "metadata": meta})
    cache.poll()
    assert cache.controlled(MAPS, "uid-1") == [] and cache.dependents("uid-1") == []


def test_unserved_resources_are_empty(cache):
    assert cache.list("unicorns.example.com") == []
