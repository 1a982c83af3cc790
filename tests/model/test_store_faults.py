"""Fail, or die, at the n-th operation on the disk, for every n of a workload: nothing acknowledged is lost, nothing else is seen by half."""
from __future__ import annotations

import random
import shutil

import pytest

from kubectl_lite.storage import check, checkpoint, journal, placing
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.files import Files
from kubectl_lite.storage.protocol import Put, StoreError
from tests.model.storemodel import Died, FaultyFiles, Model, PowerFiles, bare, random_operations


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Checkpoints, new segments and forgetting within a short workload."""
    monkeypatch.setattr(checkpoint, "DUE_COMMITS", 4)
    monkeypatch.setattr(checkpoint, "FLUSH_COMMITS", 9)
    monkeypatch.setattr(checkpoint, "SEGMENT_BYTES", 4000)
    monkeypatch.setattr(checkpoint, "KEEP_REVISIONS", 12)


class Workload:
    """Commits, batches, a compaction; `acknowledged` is what was promised, `possible` the states that a death in between may leave."""

    def __init__(self, path, files, seed=1):
        self.store, self.random = DirectoryStore(path, files=files), random.Random(seed)
        self.model = Model()
        self.acknowledged, self.refused, self.unknown = 0, 0, []

    def run(self):
        for step in range(14):
            if step % 5 == 4:
                self.attempt(self.batch)
            elif step == 10:
                self.attempt(lambda: self.store.compact(max(self.model.revision - 2, 1)))
            else:
                self.attempt(self.commit)

    def attempt(self, action):
        """An action that may be refused; then nothing of it has happened (or it says that this cannot be known)."""
        before = self.model.revision
        try:
            action()
            if action != self.inner:
                self.acknowledged = self.model.revision
        except StoreError as error:
            assert "\n" not in str(error)
            if "is seen when the disk works again" in str(error):
                self.unknown += self.model.states[before + 1:]
            del self.model.states[before + 1:]
            self.refused += 1

    def commit(self):
        operations = [op._replace(expected=None) for op in random_operations(self.random, self.model)]
        self.model.commit(operations)  # first: if we die within, the model has what may have happened
        assert self.store.commit(operations, {"verb": "test"}) == self.model.revision

    def batch(self):
        with self.store.batch():
            for _ in range(3):
                self.attempt(self.inner)

    def inner(self):
        """A commit within a batch: done when the batch is."""
        self.commit()


def state_of(store):
    return {entry.key: bare(entry) for entry in store.range("/registry/").entries}


def judge(path, work):
    """The directory as the next processes find it: first a reader, then a writer, then the check."""
    possible = work.model.states[work.acknowledged:] + work.unknown
    reader = DirectoryStore(path, readonly=True)
    seen = state_of(reader)
    assert seen in possible
    last = reader.revision()
    assert last >= work.acknowledged
    left = [problem for problem in check.problems(DirectoryStore(path, readonly=True)) if "unfinished" not in problem.what]
    assert left == []
    writer = DirectoryStore(path)
    revision = writer.commit([Put("/registry/after", {"metadata": {}}, 0)])
    assert check.problems(writer) == []
    after = state_of(DirectoryStore(path))
    assert after.pop("/registry/after")[1] == revision == last + 1
    assert after == seen
    assert list(after) == sorted(after)


def at_every_operation(tmp_path, kind, make=FaultyFiles, died=lambda files: None, **more):
    """Run the workload with the fault at every operation there is; how many there are. died(files): what happens to the disk then."""
    for at in range(1, 2000):
        path = str(tmp_path / "state")
        shutil.rmtree(path, ignore_errors=True)
        files = make(at, kind, **more)
        try:
            work = Workload(path, files)
            work.run()
        except Died:
            died(files)
        if files.count < at:
            return at, work
        yield_to = f"{kind} {more} at operation {at}"
        try:
            judge(path, work)
        except BaseException as error:
            raise AssertionError(f"{yield_to}: {error}") from error
    raise AssertionError("the workload never ended")


@pytest.mark.parametrize("half", [0.5, pytest.param(0, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.slow)])
def test_dying_at_any_operation_loses_nothing_acknowledged(tmp_path, half):
    count, _ = at_every_operation(tmp_path, "die", half=half)
    assert count > 300  # the workload has met checkpoints, new segments and forgetting


@pytest.mark.parametrize("error", ["EIO", pytest.param("ENOSPC", marks=pytest.mark.slow)])
def test_one_failing_operation_is_survived(tmp_path, error):
    at_every_operation(tmp_path, error)


def test_a_disk_that_stays_full_refuses_and_keeps_what_it_has(tmp_path):
    at_every_operation(tmp_path, "ENOSPC", lasting=True)


def test_the_workload_is_clean_without_faults(tmp_path):
    work = Workload(str(tmp_path / "state"), Files())
    work.run()
    assert work.refused == 0
    judge(str(tmp_path / "state"), work)


def test_the_same_operations_give_the_same_bytes(tmp_path):
    trees = []
    for name in ("one", "two"):
        work = Workload(str(tmp_path / name), Files())
        work.run()
        trees.append({path.relative_to(tmp_path / name): path.read_bytes() for path in sorted((tmp_path / name).rglob("*"))
                      if path.is_file() and path.name not in ("applied", "lock")})
    assert trees[0] == trees[1]


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_a_power_failure_at_any_operation_takes_only_what_was_not_acknowledged(tmp_path, seed, monkeypatch):
    """What was not flushed is there, or not, or by half, whatever the order in which it was written."""
    dice, starts = random.Random(seed), iter(range(10**6))
    start = [b"start"]
    for module in (journal, placing):
        monkeypatch.setattr(module, "boot", lambda files: start[0])

    def failed(files):
        files.lose(dice)
        start[0] = b"start-%d" % next(starts)

    at_every_operation(tmp_path, "power", make=lambda at, kind: PowerFiles(at, dice.choice([0, 0.5, 1])), died=failed)
