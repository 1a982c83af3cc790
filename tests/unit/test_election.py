"""One of several reconciles leads; the others wait, or leave with a clear line."""
from __future__ import annotations

import threading
import time

import pytest

from kubectl_lite import cluster, election
from kubectl_lite.election import LEASES, NAME, NAMESPACE, Election, NotLeading
from kubectl_lite.machinery.env import Env


@pytest.fixture
def client():
    return cluster.in_memory(Env()).client()


def lease(client):
    return client.get(LEASES, NAME, NAMESPACE)["spec"]


def test_the_winner_holds_the_lease_and_gives_it_back(client):
    with Election(client, Env()).win() as term:
        assert lease(client)["holderIdentity"] == term.identity
    assert not lease(client).get("holderIdentity")
    with Election(client, Env()).win() as term:
        assert lease(client)["holderIdentity"] == term.identity
        assert lease(client)["leaseTransitions"] == 1


def test_who_does_not_win_leaves_with_a_clear_line(client):
    with Election(client, Env()).win() as leader:
        with pytest.raises(NotLeading, match=f"{leader.identity} reconciles"):
            with Election(client, Env()).win(patience=0.1):
                raise AssertionError("two leaders")
        assert lease(client)["holderIdentity"] == leader.identity


def test_the_second_waits_for_the_end_of_the_first(client, monkeypatch):
    monkeypatch.setattr(election, "RETRY", 0.02)
    said, order = [], []
    first = Election(client, Env()).win()

    def second():
        with Election(client, Env()).win(said.append):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    time.sleep(0.2)
    order.append("first")
    first.__exit__(None, None, None)
    thread.join(10)
    assert order == ["first", "second"]
    assert said == [f"{first.identity} reconciles; waiting for its end"]


def test_the_lease_of_the_dead_is_taken_over(client, monkeypatch):
    monkeypatch.setattr(election, "RETRY", 0.02)
    monkeypatch.setattr(election, "DURATION", 1)
    Election(client, Env()).win()  # and never heard of again
    start = time.monotonic()
    with Election(client, Env()).win(patience=10) as term:
        assert lease(client)["holderIdentity"] == term.identity
    assert time.monotonic() - start > 0.9


def test_a_leader_renews_and_notices_that_it_was_replaced(client, monkeypatch):
    monkeypatch.setattr(election, "RENEW_AFTER", 0.0)
    term = Election(client, Env()).win()
    handle = term.keeping(lambda request: "answer")
    before = lease(client)["renewTime"]
    time.sleep(0.01)
    assert handle(None) == "answer" and lease(client)["renewTime"] > before
    usurped = client.get(LEASES, NAME, NAMESPACE)
    client.update(LEASES, {**usurped, "spec": {**usurped["spec"], "holderIdentity": "other"}})
    with pytest.raises(NotLeading, match="was lost"):
        handle(None)


def test_looks_at_others_are_remembered(client, monkeypatch):
    """Who only looks in now and then takes over from the dead too."""
    monkeypatch.setattr(election, "DURATION", 1)
    Election(client, Env()).win()
    visitor, end = Election(client, Env()), time.monotonic() + 10
    while time.monotonic() < end:
        try:
            visitor.win(patience=0)
            break
        except NotLeading:
            time.sleep(0.1)
    assert lease(client)["holderIdentity"] == visitor.identity


def test_the_fence_stands_where_the_lease_was_written_last(client, monkeypatch):
    monkeypatch.setattr(election, "RENEW_AFTER", 0.0)
    fences = []
    revision = lambda: int(client.get(LEASES, NAME, NAMESPACE)["metadata"]["resourceVersion"])  # noqa: E731
    with Election(client, Env(), fences.append).win() as term:
        assert fences == [revision()]
        term.keeping(lambda request: None)(None)
        assert fences[-1] == revision() and len(fences) == 2
    assert fences[-2:] == [revision(), 0]


def test_who_was_deposed_gives_nothing_back(client):
    fences = []
    with pytest.raises(NotLeading):
        with Election(client, Env(), fences.append).win() as term:
            raise NotLeading("lost")
    assert lease(client)["holderIdentity"] == term.identity and fences[-1] == 0
