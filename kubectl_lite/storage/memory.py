"""MemoryStore: the Store in this process's memory, with its whole history. For tests, benchmarks and what-if questions."""
from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from contextlib import nullcontext

from kubectl_lite.storage.protocol import CompareFailed, Compacted, Entry, Event, FutureRevision, Page, Put, Store, Watch
from kubectl_lite.storage.versioner import stamped


class MemoryStore(Store):
    """Entries by key, a sorted list of keys, and the list of all events since the last compaction."""

    def __init__(self):
        self._entries: dict[str, Entry] = {}
        self._keys: list[str] = []
        self._events: list[Event] = []
        self._revisions: list[int] = []  # revision of each event, for bisecting
        self._revision = 0
        self._compacted = 0

    def revision(self) -> int:
        return self._revision

    def get(self, key, revision=0):
        if not revision:
            return self._entries.get(key)
        return self._at(key, revision)

    def range(self, prefix, *, limit=0, after="", revision=0):
        if revision:
            self._readable(revision)
        start = bisect_right(self._keys, after) if after >= prefix else bisect_left(self._keys, prefix)
        if revision and revision < self._revision:
            entries = self._range_at(prefix, after, revision)
        else:
            stop = bisect_left(self._keys, prefix + "\U0010ffff")
            entries = [self._entries[k] for k in self._keys[start:stop]]
        page = entries[:limit] if limit else entries
        return Page(page, revision or self._revision, len(page) < len(entries), len(entries) - len(page))

    def commit(self, operations, note=None):
        for op in operations:
            current = self._entries.get(op.key)
            if op.expected is not None and op.expected != (current.revision if current else 0):
                raise CompareFailed(op.key, current)
        if not operations:
            return self._revision
        self._revision += 1
        for op in operations:
            self._apply(op, self._revision)
        return self._revision

    def watch(self, prefix, after):
        if after < self._compacted:
            raise Compacted(after, self._compacted)
        return MemoryWatch(self, prefix, after)

    def compact(self, revision):
        if revision > self._revision:
            raise FutureRevision(revision, self._revision)
        if revision <= self._compacted:
            raise Compacted(revision, self._compacted)
        cut = bisect_right(self._revisions, revision)
        del self._events[:cut], self._revisions[:cut]
        self._compacted = revision

    def batch(self):
        return nullcontext()

    def events_after(self, revision: int) -> list[Event]:
        """All events with a greater revision, oldest first."""
        if revision < self._compacted:
            raise Compacted(revision, self._compacted)
        return self._events[bisect_right(self._revisions, revision):]

    def _apply(self, op, revision):
        previous = self._entries.get(op.key)
        if isinstance(op, Put):
            entry = Entry(op.key, stamped(op.value, revision), revision)
            self._entries[op.key] = entry
            if previous is None:
                insort(self._keys, op.key)
            self._record(Event("PUT", op.key, entry.value, previous, revision))
        elif previous is not None:
            del self._entries[op.key]
            del self._keys[bisect_left(self._keys, op.key)]
            self._record(Event("DELETE", op.key, None, previous, revision))

    def _record(self, event):
        self._events.append(event)
        self._revisions.append(event.revision)

    def _readable(self, revision):
        if revision > self._revision:
            raise FutureRevision(revision, self._revision)
        if revision < self._compacted:
            raise Compacted(revision, self._compacted)

    def _at(self, key, revision):
        self._readable(revision)
        for event in self.events_after(revision):
            if event.key == key:
                return event.previous
        return self._entries.get(key)

    def _range_at(self, prefix, after, revision):
        now = {k: e for k, e in self._entries.items() if k.startswith(prefix)}
        for event in reversed(self.events_after(revision)):
            if not event.key.startswith(prefix):
                continue
            if event.previous is None:
                now.pop(event.key, None)
            else:
                now[event.key] = event.previous
        return [now[k] for k in sorted(now) if k > after]


class MemoryWatch(Watch):
    """Reads the store's event list; time never passes inside one process, so poll never waits."""

    def __init__(self, store, prefix, after):
        self._store, self._prefix, self._after = store, prefix, after

    def poll(self, timeout=0):
        if self._after == self._store.revision():
            return []
        events = [e for e in self._store.events_after(self._after) if e.key.startswith(self._prefix)]
        self._after = self._store.revision()
        return events

    def progress(self):
        return self._after

    def close(self):
        self._store = None
