"""What is read of old segments, and that no more of them is read than is needed."""
from __future__ import annotations

import pytest

from kubectl_lite.storage import check, checkpoint, history, past
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.files import Files
from kubectl_lite.storage.protocol import Compacted, Put, Store

COMMITS = 60


def key(n):
    return f"/registry/pods/default/p{n % 4}"


def moment(n):
    return f"2026-01-01T00:{n // 60:02d}:{n % 60:02d}.000000Z"


class Counting(Files):
    """Counts the bytes that are read."""

    def __init__(self):
        self.bytes = 0

    def read_from(self, path, offset):
        data, size = super().read_from(path, offset)
        self.bytes += len(data or b"")
        return data, size


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Many small segments; a commit each second, every seventh without a note; values that look like notes."""
    monkeypatch.setattr(checkpoint, "DUE_COMMITS", 5)
    monkeypatch.setattr(checkpoint, "SEGMENT_BYTES", 2500)
    made = DirectoryStore(str(tmp_path / "state"), files=Counting())
    for n in range(1, COMMITS + 1):
        note = {"time": moment(n), "user": "me", "verb": "test"} if n % 7 else None
        made.commit([Put(key(n), {"metadata": {}, "n": n, "note": {"time": "3000-01-01T00:00:00Z"}}, None)], note)
    assert len(made.journal.segments()) > 5
    yield made
    assert check.problems(made) == []


def test_the_last_changes_are_those_of_all(store):
    everything = list(store.past("/registry/", 0))
    for count in (1, 3, COMMITS, 1000):
        assert store.recent("/registry/", count) == everything[-count:]
    assert [event.revision for event, _ in store.recent(key(1), 2)] == [COMMITS - 7, COMMITS - 3]


def test_the_last_changes_are_found_at_the_end(store):
    store.files.bytes = 0
    assert len(history.changes(store, "/registry/", 2)) == 2
    few, store.files.bytes = store.files.bytes, 0
    assert len(history.changes(store, "/registry/")) == COMMITS
    assert few < store.files.bytes / 3


@pytest.mark.parametrize("n", [1, 2, 7, 8, 30, 49, 50, COMMITS, COMMITS + 1])
def test_the_revision_of_a_moment_as_by_looking_at_everything(store, n):
    assert store.revision_at(moment(n)) == Store.revision_at(store, moment(n)) == min(n if n % 7 else n, COMMITS)


def test_before_everything_there_is_no_revision(store):
    assert store.revision_at(moment(0)) == Store.revision_at(store, moment(0)) == 0


def test_a_moment_needs_one_segment(store):
    store.files.bytes = 0
    store.revision_at(moment(COMMITS // 2))
    assert store.files.bytes < 12_000


def test_a_note_within_a_value_is_none():
    assert past.time_of(b'{"sum":"0","revision":1,"keys":[],"ops":[{"value":{"a":1,"note":{"time":"x"}}}]}') == ""
    assert past.time_of(b'{"sum":"0","revision":1,"keys":[],"ops":[{"value":{"a":1,"note":{"time":"x"}}}],"note":{"time":"y"}}') == "y"


def test_forgotten_segments_are_named_as_such(store):
    """Whoever finds the first segment gone must not answer from the rest."""
    store.revision()
    store.files.remove(store.layout.segment(store.journal.segments()[0]))
    with pytest.raises(Compacted):
        store.get(key(1), 1)
    store.journal.compacted = lambda: 0
    with pytest.raises(Compacted):
        list(store.journal.after(0, b""))
    store.writer().compact(COMMITS)


def test_compaction_never_brings_forgotten_revisions_back(tmp_path, monkeypatch):
    """Forgetting by count, met by the checkpoint of a compaction, may have gone further than what was asked for."""
    monkeypatch.setattr(checkpoint, "SEGMENT_BYTES", 500)
    monkeypatch.setattr(checkpoint, "DUE_COMMITS", 4)
    store = DirectoryStore(str(tmp_path / "state"))
    for n in range(40):
        store.commit([Put(key(n), {"metadata": {}, "n": n}, None)])
    monkeypatch.setattr(checkpoint, "KEEP_REVISIONS", 10)
    monkeypatch.setattr(checkpoint, "DROPS", 100)
    store.compact(3)
    assert store.oldest() > 3 and check.problems(store) == []
    with pytest.raises(Compacted):
        store.range("/registry/", revision=3)
