"""The one contract of all stores (storage/protocol.py)."""
from __future__ import annotations

import pytest

from kubectl_lite.storage.protocol import Compacted, CompareFailed, Delete, FutureRevision, Put, StoreError

A, B, C = "/registry/pods/default/a", "/registry/pods/default/b", "/registry/pods/other/c"


def value(text, **more):
    return {"kind": "Pod", "metadata": {"name": "x", "labels": {"v": text}}, **more}


def text_of(entry):
    return entry.value["metadata"]["labels"]["v"]


def put(store, key, text, expected=None):
    return store.commit([Put(key, value(text), expected)])


def keys(page):
    return [entry.key for entry in page.entries]


def seen(events):
    return [(event.type, event.key, event.revision) for event in events]


def drain(watch, count, timeout=5):
    events = []
    while len(events) < count:
        more = watch.poll(timeout)
        if not more:
            break
        events += more
    return events


def test_a_new_store_is_empty(store):
    assert store.revision() == 0
    assert store.get(A) is None
    page = store.range("/registry/")
    assert (page.entries, page.revision, page.more, page.remaining) == ([], 0, False, 0)


def test_a_commit_raises_the_revision_by_one(store):
    first = put(store, A, "1")
    second = store.commit([Put(A, value("2"), None), Put(B, value("1"), None)])
    assert (first, second, store.revision()) == (store.base + 1, store.base + 2, second)
    assert store.get(A).revision == store.get(B).revision == second


def test_values_carry_their_revision_and_callers_need_not(store):
    given = value("1")
    given["metadata"]["resourceVersion"] = "77"
    store.commit([Put(A, given, 0)])
    assert store.get(A).value == {"kind": "Pod", "metadata": {"name": "x", "labels": {"v": "1"}, "resourceVersion": str(store.base + 1)}}


def test_values_come_back_as_they_were(store):
    odd = {"metadata": {"name": "x"}, "text": 'é\u2028\n\t"\\\U0001f600\x7f', "numbers": [0, -1, 1.5, 1e300, 10**25, True, None],
           "empty": [{}, [], ""], "zzz": {"": {"a.b/c": 1}}}
    store.commit([Put(A, odd, 0)])
    got = dict(store.get(A).value)
    got["metadata"] = {"name": "x"}
    assert got == odd
    assert [type(n) for n in got["numbers"]] == [type(n) for n in odd["numbers"]]


def test_compare_and_swap(store):
    first = put(store, A, "1", 0)
    with pytest.raises(CompareFailed) as failed:
        put(store, A, "2", 0)
    assert failed.value.key == A and text_of(failed.value.current) == "1"
    second = put(store, A, "2", first)
    with pytest.raises(CompareFailed):
        put(store, A, "3", first)
    with pytest.raises(CompareFailed) as failed:
        put(store, B, "1", second)
    assert failed.value.current is None
    assert text_of(store.get(A)) == "2" and store.revision() == second


def test_all_or_none(store):
    first = put(store, A, "1")
    with pytest.raises(CompareFailed):
        store.commit([Put(B, value("1"), 0), Put(A, value("2"), first + 7), Delete(C, None)])
    assert store.get(B) is None and store.revision() == first


def test_delete(store):
    first = put(store, A, "1")
    with pytest.raises(CompareFailed):
        store.commit([Delete(A, first + 1)])
    assert store.commit([Delete(A, first)]) == first + 1
    assert store.get(A) is None and keys(store.range("/registry/")) == []
    assert put(store, A, "again", 0) == first + 2


def test_writing_nothing_raises_no_revision(store):
    put(store, A, "1")
    one = store.base + 1
    assert store.commit([]) == one
    assert store.commit([Delete(B, None)]) == one
    assert store.commit([Delete(B, 0)]) == one
    assert store.revision() == one


def test_each_key_once_in_a_commit(store):
    with pytest.raises(StoreError):
        store.commit([Put(A, value("1"), None), Put(A, value("2"), None)])
    assert store.revision() == 0


def test_range_is_in_key_order_and_by_prefix(store):
    for name in ("b", "a-b", "a", "a.b", "ab", "aa"):
        put(store, f"/registry/pods/default/{name}", name)
    put(store, "/registry/pods/default-2/z", "z")
    put(store, "/registry/podtemplates/default/t", "t")
    assert keys(store.range("/registry/pods/default/")) == [f"/registry/pods/default/{n}" for n in ("a", "a-b", "a.b", "aa", "ab", "b")]
    everything = keys(store.range("/registry/"))
    assert everything == sorted(everything) and len(everything) == 8
    assert keys(store.range("/registry/pods/default/a")) == [f"/registry/pods/default/{n}" for n in ("a", "a-b", "a.b", "aa", "ab")]
    assert keys(store.range("/registry/pod"))[-1] == "/registry/podtemplates/default/t"
    assert keys(store.range("/registry/nothing/")) == []


def test_range_in_pages_at_one_revision(store):
    names = [f"/registry/pods/default/p{i:02d}" for i in range(10)]
    for name in names:
        put(store, name, "1")
    first = store.range("/registry/pods/", limit=4)
    assert (keys(first), first.more, first.remaining) == (names[:4], True, 6)
    put(store, names[5], "2")
    store.commit([Delete(names[6], None)])
    put(store, "/registry/pods/default/p05b", "new")
    second = store.range("/registry/pods/", limit=4, after=names[3], revision=first.revision)
    assert (keys(second), second.revision, second.more, second.remaining) == (names[4:8], first.revision, True, 2)
    assert [text_of(entry) for entry in second.entries] == ["1"] * 4
    third = store.range("/registry/pods/", limit=4, after=names[7], revision=first.revision)
    assert (keys(third), third.more, third.remaining) == (names[8:], False, 0)
    exact = store.range("/registry/pods/", limit=10)
    assert (len(exact.entries), exact.more, exact.remaining) == (10, False, 0)


def test_the_past_can_be_read(store):
    put(store, A, "1")
    put(store, A, "2")
    store.commit([Delete(A, None), Put(B, value("b"), None)])
    put(store, A, "3")
    one, two, three, four = range(store.base + 1, store.base + 5)
    assert [text_of(store.get(A, r)) if store.get(A, r) else None for r in (one, two, three, four)] == ["1", "2", None, "3"]
    assert store.get(A, two).value["metadata"]["resourceVersion"] == str(two)
    assert store.get(B, two) is None
    assert [keys(store.range("/registry/", revision=r)) for r in (one, two, three, four)] == [[A], [A], [B], [A, B]]
    assert text_of(store.range("/registry/", revision=one).entries[0]) == "1"
    assert store.range("/registry/", revision=two).revision == two


def test_the_future_cannot(store):
    now = put(store, A, "1")
    for ask in (lambda: store.get(A, now + 1), lambda: store.range("/registry/", revision=now + 1), lambda: store.compact(now + 1)):
        with pytest.raises(FutureRevision) as raised:
            ask()
        assert (raised.value.asked, raised.value.current) == (now + 1, now)


def test_watch_tells_every_change_once_in_order(store):
    put(store, A, "1")
    base = store.base
    watch = store.watch("/registry/pods/default/", base)
    assert seen(drain(watch, 1)) == [("PUT", A, base + 1)]
    put(store, B, "1")
    put(store, C, "elsewhere")
    put(store, A, "2")
    store.commit([Delete(B, None), Put(A, value("3"), None)])
    events = drain(watch, 4)
    assert sorted(seen(events)) == sorted([("PUT", B, base + 2), ("PUT", A, base + 4), ("DELETE", B, base + 5), ("PUT", A, base + 5)])
    assert [event.revision - base for event in events] == [2, 4, 5, 5]
    assert watch.poll(0) == [] and watch.progress() == base + 5
    watch.close()


def test_watch_events_carry_the_former_entry(store):
    watch = store.watch("/registry/", store.base)
    put(store, A, "1")
    put(store, A, "2")
    store.commit([Delete(A, None)])
    new, changed, gone = drain(watch, 3)
    assert new.previous is None and text_of(new) == "1"
    assert text_of(changed.previous) == "1" and changed.previous.revision == new.revision == store.base + 1 and text_of(changed) == "2"
    assert gone.value is None and text_of(gone.previous) == "2" and gone.previous.value["metadata"]["resourceVersion"] == str(store.base + 2)


def test_watch_starts_at_a_revision(store):
    for i in range(5):
        put(store, A, str(i))
    assert [event.revision for event in drain(store.watch("/registry/", store.base + 3), 2)] == [store.base + 4, store.base + 5]
    late = store.watch("/registry/", store.base + 5)
    assert late.poll(0) == []
    put(store, B, "6")
    assert seen(drain(late, 1)) == [("PUT", B, store.base + 6)]


def test_watch_progresses_without_events_of_its_own(store):
    watch = store.watch("/registry/pods/other/", store.base)
    for number in range(1, 4):
        put(store, A, str(number))
        assert drain(watch, 1, timeout=0.3) == []
        assert watch.progress() == store.base + number
    store.commit([Delete(A, None), Put(C, value("1"), 0)])
    assert seen(drain(watch, 1)) == [("PUT", C, store.base + 4)] and watch.progress() == store.base + 4


def test_a_collection_moves_with_its_own_changes_alone(store):
    put(store, A, "1")
    if store.moved("/registry/pods/default/") is None and store.moved("/registry/pods/default/") is None:
        pytest.skip("this store cannot tell")
    default, others, pods, maps = (store.moved(f"/registry/{p}") for p in ("pods/default/", "pods/other/", "pods/", "configmaps/"))
    put(store, C, "1")
    assert (store.moved("/registry/pods/default/"), store.moved("/registry/configmaps/")) == (default, maps)
    assert store.moved("/registry/pods/other/") != others and store.moved("/registry/pods/") != pods
    store.commit([Delete(A, None)])
    assert store.moved("/registry/pods/default/") != default and store.moved("/registry/configmaps/") == maps


def test_compacted_revisions_are_forgotten(store):
    for i in range(1, 6):
        put(store, A, str(i))
    put(store, B, "b")
    four = store.base + 4
    store.compact(four)
    for ask in (lambda: store.get(A, four - 1), lambda: store.range("/registry/", revision=four - 1), lambda: store.compact(four - 1),
                lambda: store.compact(four), lambda: drain(store.watch("/registry/", four - 2), 1)):
        with pytest.raises(Compacted) as raised:
            ask()
        assert raised.value.oldest >= four
    assert text_of(store.get(A, four)) == "4" and text_of(store.get(A)) == "5"
    assert keys(store.range("/registry/", revision=four + 1)) == [A]
    assert [event.revision for event in drain(store.watch("/registry/", four), 2)] == [four + 1, four + 2]
    assert text_of(drain(store.watch("/registry/", four), 2)[0].previous) == "4"


def test_a_batch_is_seen_by_its_own_process_at_once(store):
    watch = store.watch("/registry/", store.base)
    with store.batch():
        first = put(store, A, "1", 0)
        assert text_of(store.get(A)) == "1" and store.revision() == first
        put(store, A, "2", first)
        with pytest.raises(CompareFailed):
            put(store, A, "3", first)
        put(store, B, "1")
        assert keys(store.range("/registry/")) == [A, B]
        assert text_of(store.get(A, first)) == "1"
    assert seen(drain(watch, 3)) == [("PUT", A, first), ("PUT", A, first + 1), ("PUT", B, first + 2)]
    assert text_of(store.get(A)) == "2"


def test_many_keys(store):
    with store.batch():
        for i in range(300):
            put(store, f"/registry/configmaps/ns-{i % 7}/c{i}", str(i))
    page = store.range("/registry/configmaps/")
    assert len(page.entries) == 300 and keys(page) == sorted(keys(page))
    assert all(text_of(store.get(entry.key)) == text_of(entry) for entry in page.entries[::29])

