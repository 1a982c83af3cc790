"""MemoryStore: the Store in this process's memory, with its whole history. For tests, benchmarks and what-if questions."""
from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from kubectl_lite.storage.protocol import CompareFailed, Compacted, Entry, Event, FutureRevision, Moves, Page, Put, Store, StoreError, Watch
from kubectl_lite.storage.versioner import stamped

_FEW = 64  # so many new keys are inserted one by one; more are sorted in


class MemoryStore(Store):
    """Entries by key, a sorted list of keys, and the list of all events since the last compaction."""

    KEEPS_NOTES = False

    def __init__(self):
        self._entries: dict[str, Entry] = {}
        self._keys: list[str] = []  # sorted; new keys wait in _new until a range needs them
        self._new: list[str] = []
        self._events: list[Event] = []
        self._revisions: list[int] = []  # revision of each event, for bisecting
        self._moves = Moves()
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
        if revision and revision < self._revision:
            entries = self._range_at(prefix, after, revision)
            page = entries[:limit] if limit else entries
            return Page(page, revision, len(page) < len(entries), len(entries) - len(page))
        keys = self._sorted_keys() if self._new else self._keys
        first = bisect_left(keys, prefix)
        if first == len(keys) or not keys[first].startswith(prefix):
            return Page([], self._revision, False, 0)
        start = bisect_right(keys, after) if after >= prefix else first
        end = bisect_left(keys, prefix + "\U0010ffff")
        stop = min(end, start + limit) if limit else end
        left = max(end - stop, 0)
        return Page([self._entries[key] for key in keys[start:stop]], self._revision, left > 0, left)

    def moved(self, prefix):
        return self._moves.get(prefix, 0)

    def commit(self, operations, note=None):
        entries, seen = self._entries, set()
        for op in operations:
            current = entries.get(op.key)
            if op.expected is not None and op.expected != (current.revision if current else 0):
                raise CompareFailed(op.key, current)
            if op.key in seen:
                raise StoreError(f"{op.key}: a commit can write each key once only")
            seen.add(op.key)
        operations = [op for op in operations if isinstance(op, Put) or op.key in entries]
        if operations:
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

    def oldest(self):
        return self._compacted

    def past(self, prefix, after):
        return ((event, {}) for event in self.events_after(after) if event.key.startswith(prefix))

    def batch(self):
        return _NoBatch()

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
                self._new.append(op.key)
            self._record(Event("PUT", op.key, entry.value, previous, revision))
        else:
            del self._entries[op.key]
            keys = self._sorted_keys()
            del keys[bisect_left(keys, op.key)]
            self._record(Event("DELETE", op.key, None, previous, revision))

    def _sorted_keys(self):
        if len(self._new) > _FEW:
            self._keys += self._new
            self._keys.sort()
        else:
            for key in self._new:
                insort(self._keys, key)
        self._new.clear()
        return self._keys

    def _record(self, event):
        self._events.append(event)
        self._revisions.append(event.revision)
        self._moves.note(event.key, event.revision)

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
        if self._after >= self._store.revision():
            return []
        events = [e for e in self._store.events_after(self._after) if e.key.startswith(self._prefix)]
        self._after = self._store.revision()
        return events

    def progress(self):
        return self._after

    def close(self):
        self._store = None


class _NoBatch:
    """A batch of a store that has nothing to flush."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None
