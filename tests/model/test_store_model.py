"""Random operations on a store and on a model of it must tell the same story. A failure prints its seed; run it again with KUBECTL_LITE_SEED."""
from __future__ import annotations

import os
import random

import pytest

from kubectl_lite.storage import check, checkpoint
from kubectl_lite.storage.directory import DirectoryStore
from kubectl_lite.storage.memory import MemoryStore
from kubectl_lite.storage.protocol import Compacted, CompareFailed
from tests.model.storemodel import KEYS, PREFIXES, Model, bare, random_operations

SEEDS = [int(os.environ["KUBECTL_LITE_SEED"])] if "KUBECTL_LITE_SEED" in os.environ else range(8)
STEPS = 400


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Checkpoints, segments and forgetting as often as a short run needs to meet them."""
    monkeypatch.setattr(checkpoint, "DUE_COMMITS", 13)
    monkeypatch.setattr(checkpoint, "FLUSH_COMMITS", 60)
    monkeypatch.setattr(checkpoint, "SEGMENT_BYTES", 20_000)
    monkeypatch.setattr(checkpoint, "KEEP_REVISIONS", 150)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["memory", "directory"])
def test_a_store_does_what_its_model_does(kind, seed, tmp_path):
    Run(kind, seed, str(tmp_path / "state"), checks=1.0 if seed < 2 else 0.1).steps(STEPS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_seeds(seed, tmp_path):
    Run("directory", seed, str(tmp_path / "state"), checks=0.02).steps(3000)


class Run:
    """One store, its model and its watches."""

    def __init__(self, kind, seed, path, checks):
        print(f"seed {seed}")
        self.checks, self.random_check = checks, random.Random(seed)  # how often the directory is proved sound, of once for each commit
        self.random, self.model, self.path = random.Random(seed), Model(), path
        self.stores = [MemoryStore()] if kind == "memory" else [DirectoryStore(path), DirectoryStore(path), DirectoryStore(path, readonly=True)]
        self.watches = []

    @property
    def writer(self):
        return self.random.choice(self.stores[:2])

    @property
    def reader(self):
        return self.random.choice(self.stores)

    def steps(self, count):
        actions = [self.commit] * 8 + [self.get, self.range, self.pages, self.watch, self.poll, self.poll, self.batch, self.compact, self.reopen]
        for _ in range(count):
            self.random.choice(actions)()
        for watch in list(self.watches):
            self.poll_one(watch)
        if len(self.stores) > 1:
            assert check.problems(self.stores[0]) == []

    def commit(self, store=None):
        store, operations = store or self.writer, random_operations(self.random, self.model)
        if self.model.refuses(operations):
            with pytest.raises(CompareFailed):
                store.commit(operations)
        else:
            assert store.commit(operations, {"time": "t", "verb": "test"}) == self.model.commit(operations)
        assert store.revision() == self.model.revision
        self.prove()

    def prove(self):
        """The directory is sound, as every process finds it (within a batch: when it has ended)."""
        if len(self.stores) > 1 and not any(store.pending for store in self.stores) and self.random_check.random() < self.checks:
            assert check.problems(self.stores[2]) == []

    def batch(self):
        store = self.writer
        with store.batch():
            for _ in range(self.random.randrange(6)):
                self.commit(store)
                self.get(store)

    def asked(self, store):
        """A revision to read at: 0 for now."""
        if self.random.random() < 0.5:
            return 0
        return self.random.randint(min(self.forgotten(store), self.model.revision), self.model.revision)

    def forgotten(self, store):
        return store._compacted if isinstance(store, MemoryStore) else store.journal.compacted()

    def get(self, store=None):
        store, key = store or self.reader, self.random.choice(KEYS)
        revision = self.asked(store)
        assert bare(store.get(key, revision)) == self.model.states[revision or self.model.revision].get(key)

    def range(self):
        store, prefix, after = self.reader, self.random.choice(PREFIXES), self.random.choice(["", "", self.random.choice(KEYS)])
        revision, limit = self.asked(store), self.random.choice([0, 1, 3])
        page = store.range(prefix, limit=limit, after=after, revision=revision)
        expected = self.model.range(prefix, after, revision or self.model.revision)
        assert [(entry.key, *bare(entry)) for entry in page.entries] == (expected[:limit] if limit else expected)
        assert page.remaining == len(expected) - len(page.entries) and page.more == (page.remaining > 0)
        assert page.revision == (revision or self.model.revision)

    def pages(self):
        store, prefix = self.reader, self.random.choice(PREFIXES)
        expected = self.model.range(prefix, "", self.model.revision)
        page = store.range(prefix, limit=2)
        got, revision = list(page.entries), page.revision
        while page.more:
            self.commit()
            try:
                page = store.range(prefix, limit=2, after=got[-1].key, revision=revision)
            except Compacted:
                return
            got += page.entries
        assert [(entry.key, *bare(entry)) for entry in got] == expected

    def watch(self):
        store = self.reader
        if len(self.watches) < 6:
            after = self.random.randint(min(self.forgotten(store), self.model.revision), self.model.revision)
            prefix = self.random.choice(PREFIXES)
            self.watches.append([store.watch(prefix, after), prefix, after])

    def poll(self):
        if self.watches:
            self.poll_one(self.random.choice(self.watches))

    def poll_one(self, watch):
        running, prefix, after = watch
        try:
            events = running.poll(0)
        except Compacted:
            self.watches.remove(watch)
            return
        got = [(e.key, bare(e)[0] if e.value is not None else None, e.revision, bare(e.previous)[0] if e.previous else None) for e in events]
        assert [event[2] for event in got] == sorted(event[2] for event in got)
        assert sorted(got, key=lambda event: (event[2], event[0])) == self.model.events(prefix, after)
        watch[2] = self.model.revision

    def compact(self):
        store, compacted = self.writer, self.forgotten(self.stores[0])
        if self.random.random() < 0.1 and compacted < self.model.revision:
            store.compact(self.random.randint(compacted + 1, self.model.revision))

    def reopen(self):
        if len(self.stores) > 1 and self.random.random() < 0.3:
            self.stores[self.random.randrange(2)] = DirectoryStore(self.path)
