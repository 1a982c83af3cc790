"""The contract of all stores where it is strained: odd prefixes, pages overtaken by compaction, long catching up, the past with its notes, size."""
from __future__ import annotations

import threading

import pytest

from kubectl_lite.storage import history, parts
from kubectl_lite.storage.protocol import Compacted, CompareFailed, Delete, Put, TooLarge
from tests.unit.storage.test_contract import A, B, C, drain, keys, put, seen, text_of, value

NOTE = {"time": "2026-01-01T00:00:00.000000Z", "user": "jane", "verb": "create"}




def test_prefixes_at_their_edges(store):
    for name in ("a", "a-/b", "a0", "é", "\uffff", "\U0001f600"):
        put(store, f"/registry/things/{name}", name)
    assert [key.rpartition("things/")[2] for key in keys(store.range("/registry/things/"))] == ["a", "a-/b", "a0", "é", "\uffff", "\U0001f600"]
    assert keys(store.range("/registry/things/a-/")) == ["/registry/things/a-/b"]
    assert keys(store.range("/registry/things/é")) == ["/registry/things/é"]
    assert keys(store.range("/registry/things/\U0001f600")) == ["/registry/things/\U0001f600"]
    assert keys(store.range("/registry/thing")) == keys(store.range("/registry/things/")) == store.keys("/registry/things/")
    assert keys(store.range("/registry/things/a", after="/registry/things/a")) == ["/registry/things/a-/b", "/registry/things/a0"]


@pytest.mark.parametrize("after", ["/registry/pods/default/zzz", "/registry/podz", "/zzz"])
def test_nothing_follows_what_is_behind_the_prefix(store, after):
    put(store, A, "1")
    put(store, "/registry/services/x", "1")
    page = store.range("/registry/pods/default/", after=after)
    assert (page.entries, page.more, page.remaining) == ([], False, 0)


def test_what_is_before_the_prefix_leaves_nothing_out(store):
    put(store, A, "1")
    assert keys(store.range("/registry/pods/default/", after="/registry/a")) == [A]


def test_text_that_is_none_comes_back(store):
    lonely = {"metadata": {"name": "x"}, "text": "half a pair: \ud83d"}
    store.commit([Put(A, lonely, 0)])
    assert store.get(A).value["text"] == lonely["text"]


def test_pages_end_when_their_revision_is_compacted(store):
    for i in range(6):
        put(store, f"/registry/pods/default/p{i}", "1")
    first = store.range("/registry/pods/", limit=2)
    for i in range(6):
        put(store, f"/registry/pods/default/p{i}", "2")
    store.compact(first.revision)
    rest = store.range("/registry/pods/", limit=2, after=first.entries[-1].key, revision=first.revision)
    assert [text_of(entry) for entry in rest.entries] == ["1", "1"] and rest.remaining == 2
    store.compact(first.revision + 1)
    with pytest.raises(Compacted) as gone:
        store.range("/registry/pods/", limit=2, after=rest.entries[-1].key, revision=first.revision)
    assert (gone.value.asked, gone.value.oldest) == (first.revision, first.revision + 1)


def test_the_oldest_revision_follows_compaction(store):
    assert store.oldest() == 0
    for i in range(5):
        put(store, A, str(i))
    assert store.oldest() == 0
    store.compact(store.base + 3)
    assert store.oldest() == store.base + 3


def test_all_of_many_keys_or_none(store):
    names = [f"/registry/pods/default/p{i:03d}" for i in range(90)]
    made = store.commit([Put(name, value("1"), 0) for name in names])
    with pytest.raises(CompareFailed) as failed:
        store.commit([Delete(name, made) for name in names[:-1]] + [Delete(names[-1], made + 1)])
    assert failed.value.key == names[-1] and len(store.keys("/registry/pods/")) == 90
    watch = store.watch("/registry/", made)
    assert store.commit([Delete(name, made) for name in names]) == made + 1
    assert {(event.type, event.revision) for event in drain(watch, 90)} == {("DELETE", made + 1)}
    assert store.keys("/registry/pods/") == []


def test_a_watch_that_catches_up_never_claims_more_than_it_told(store):
    count = 1300  # more than etcd tells at once
    with store.batch():
        for i in range(count):
            put(store, A, str(i))
    watch, told = store.watch("/registry/pods/", store.base), []
    while len(told) < count:
        more = watch.poll(5)
        assert more, f"the watch stopped after {len(told)}"
        told += more
        assert watch.progress() == told[-1].revision
    assert [event.revision - store.base for event in told] == list(range(1, count + 1))


def test_the_past_has_every_change_and_its_note(store):
    first = store.commit([Put(A, value("1"), 0)], NOTE)
    store.commit([Put(A, value("2"), first), Put(B, value("1"), 0)], {**NOTE, "verb": "update"})
    put(store, C, "1")
    store.commit([Delete(A, first + 1)], {**NOTE, "verb": "delete"})
    told = list(store.past("/registry/pods/default/", 0))
    assert [(event.type, event.key, event.revision - store.base) for event, _ in told] == [
        ("PUT", A, 1), ("PUT", A, 2), ("PUT", B, 2), ("DELETE", A, 4)]
    assert told[0][0].previous is None and text_of(told[1][0].previous) == "1" and text_of(told[3][0].previous) == "2"
    if store.KEEPS_NOTES:
        assert [note for _, note in told] == [NOTE, {**NOTE, "verb": "update"}, {**NOTE, "verb": "update"}, {**NOTE, "verb": "delete"}]
        assert [note for _, note in store.past(C, 0)] == [{}]
    assert seen([event for event, _ in store.past("/registry/", store.base + 2)]) == [("PUT", C, store.base + 3), ("DELETE", A, store.base + 4)]
    assert list(store.past("/registry/", store.revision())) == []


def test_notes_are_no_keys(store):
    store.commit([Put(A, value("1"), 0)], NOTE)
    watch = store.watch("/registry/", store.base)
    assert store.commit([Delete(B, None)], NOTE) == store.base + 1  # what writes nothing leaves no note either
    assert store.keys("/registry/") == [A] and seen(drain(watch, 2, timeout=0.3)) == [("PUT", A, store.base + 1)]


def test_compaction_forgets_notes_with_their_revisions(store):
    for i in range(6):
        store.commit([Put(A, value(str(i)), None)], {**NOTE, "verb": str(i)})
    store.compact(store.base + 4)
    told = list(store.past("/registry/", store.oldest()))
    assert [event.revision - store.base for event, _ in told] == [5, 6]
    if store.KEEPS_NOTES:
        assert [note["verb"] for _, note in told] == ["4", "5"]
    with pytest.raises(Compacted):
        list(store.past("/registry/", store.base + 1))


def test_the_revision_of_a_moment(store):
    if not store.KEEPS_NOTES:
        pytest.skip("this store keeps no notes")
    for i in range(1, 5):
        store.commit([Put(A, value(str(i)), None)], {**NOTE, "time": f"2026-01-01T00:00:0{i}.000000Z"})
    assert history.revision_at(store, "2026-01-01T00:00:02.500000Z") == store.base + 2
    assert text_of(store.get(A, history.revision_at(store, "2026-01-01T00:00:03.000000Z"))) == "3"


def test_going_back_with_more_keys_than_a_commit_takes(store):
    names = [f"/registry/configmaps/default/c{i:03d}" for i in range(230)]
    parts.commit(store, [Put(name, value("1"), 0) for name in names], NOTE, "again")
    before = store.revision()
    parts.commit(store, [Delete(name, None) for name in names[:200]], NOTE, "again")
    parts.commit(store, [Put(name, value("2"), None) for name in names[150:]], NOTE, "again")
    operations = history.back_to(store, before)
    assert len(operations) == 230
    assert len(parts.parts(store, operations)) == (3 if store.OPERATIONS_MAX else 1)
    parts.commit(store, operations, NOTE, "again")
    assert history.back_to(store, before) == []
    assert [text_of(entry) for entry in store.range("/registry/").entries] == ["1"] * 230


def test_what_interrupts_a_large_write_is_told_and_the_rest_can_be_done(store):
    names = [f"/registry/configmaps/default/c{i:03d}" for i in range(230)]
    operations = [Put(name, value("1"), 0) for name in names]
    put(store, names[-1], "somebody was faster")
    with pytest.raises(CompareFailed if not store.OPERATIONS_MAX else parts.Partly) as stopped:
        parts.commit(store, operations, NOTE, "do it again")
    written = len(store.keys("/registry/")) - 1
    assert written == (200 if store.OPERATIONS_MAX else 0)
    if written:
        assert "200 of 230 keys are written: `do it again` writes the rest" in str(stopped.value)
    parts.commit(store, [op for op in operations if store.get(op.key) is None], NOTE, "do it again")
    assert len(store.keys("/registry/")) == 230


def test_parts_are_limited_by_size_too(store):
    operations = [Put(f"/registry/configmaps/default/c{i}", value("x" * 400_000), 0) for i in range(6)]
    assert len(parts.parts(store, operations)) == (3 if store.BYTES_MAX else 1)
    parts.commit(store, operations, NOTE, "again")
    assert len(store.keys("/registry/")) == 6


@pytest.mark.parametrize("size", [1_700_000, 2_400_000, 5_000_000])
def test_a_value_too_large_is_refused_whole(store, size):
    if not store.BYTES_MAX:
        pytest.skip("this store takes values of any size")
    with pytest.raises(TooLarge, match="^etcdserver: request is too large$"):
        put(store, A, "x" * size)
    assert store.get(A) is None and put(store, A, "x" * 1_000_000) == store.base + 1


def test_revisions_grow_whoever_writes(store):
    if type(store).__name__ != "EtcdStore":
        pytest.skip("several processes on a directory: tests/model")
    from kubectl_lite.storage.etcd import EtcdStore
    url, revisions = f"etcd://{store.etcd.member}", []

    def write(number):
        mine = EtcdStore(url)
        for i in range(20):
            revisions.append(mine.commit([Put(f"/registry/pods/default/{number}-{i}", value("1"), 0)], NOTE))
        mine.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert sorted(revisions) == list(range(store.base + 1, store.base + 81))
    assert [event.revision for event, note in store.past("/registry/", 0) if note == NOTE] == sorted(revisions)
