"""CachedStore: another store with what was read kept in memory, for a process that reads much (reconcile): the watch cache of a real API server.

A prefix is read whole when it is first asked for and from then on kept true by one watch, which is asked before every read; so this
process's own writes and those of others are seen at once. Writes go straight through.
"""
from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

from kubectl_lite.storage.protocol import Compacted, Entry, Moves, Page, Store

ROOT = "/registry/"
END = "\U0010ffff"


class CachedStore(Store):
    """`inner` with a cache of whole prefixes."""

    def __init__(self, inner: Store):
        self.inner, self.OWN = inner, inner.OWN
        self._start()

    def _start(self):
        self._prefixes: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._keys: list[str] = []
        self._moves = Moves()
        self._began = self._revision = self.inner.revision()
        self._watch = self.inner.watch(ROOT, self._revision)

    def revision(self):
        self._sync()
        return self._revision

    def get(self, key, revision=0):
        if revision or not self._covers(key):
            return self.inner.get(key, revision)
        self._sync()
        return self._entries.get(key)

    def range(self, prefix, *, limit=0, after="", revision=0):
        self._sync()
        if revision and revision != self._revision:
            return self.inner.range(prefix, limit=limit, after=after, revision=revision)
        if not self._covers(prefix):
            self._load(prefix)
        start = bisect_right(self._keys, after) if after >= prefix else bisect_left(self._keys, prefix)
        keys = self._keys[start:bisect_left(self._keys, prefix + END)]
        page = keys[:limit] if limit else keys
        return Page([self._entries[k] for k in page], self._revision, len(page) < len(keys), len(keys) - len(page))

    def moved(self, prefix):
        self._sync()
        return self._moves.get(prefix, self._began)

    def commit(self, operations, note=None):
        return self.inner.commit(operations, note)

    def watch(self, prefix, after):
        return self.inner.watch(prefix, after)

    def compact(self, revision):
        self.inner.compact(revision)

    def oldest(self):
        return self.inner.oldest()

    def past(self, prefix, after):
        return self.inner.past(prefix, after)

    def fence(self, key, revision):
        self.inner.fence(key, revision)

    def batch(self):
        return self.inner.batch()

    def close(self):
        self._watch.close()
        self.inner.close()

    def _covers(self, text):
        """Whether a key or prefix lies below a prefix that is kept."""
        if text in self._prefixes:
            return True
        at = text.find("/", len(ROOT) - 1)
        while at > 0:
            if text[:at + 1] in self._prefixes:
                return True
            at = text.find("/", at + 1)
        return False

    def _load(self, prefix):
        page = self.inner.range(prefix, revision=0)
        for entry in page.entries:
            self._put(entry)
        if prefix.endswith("/"):
            self._prefixes.add(prefix)
        self._sync()

    def _sync(self):
        """Take in what happened since; start anew when so much was forgotten that it cannot be told any more."""
        try:
            for event in self._watch.poll(0):
                self._take(event)
        except Compacted:
            self._watch.close()
            self._start()
            return
        self._revision = max(self._revision, self._watch.progress())

    def _take(self, event):
        self._moves.note(event.key, event.revision)
        if not self._covers(event.key):
            return
        known = self._entries.get(event.key)
        if known is not None and known.revision >= event.revision:
            return
        if event.type == "PUT":
            self._put(Entry(event.key, event.value, event.revision))
        elif known is not None:
            del self._entries[event.key]
            del self._keys[bisect_left(self._keys, event.key)]

    def _put(self, entry):
        if entry.key not in self._entries:
            insort(self._keys, entry.key)
        self._entries[entry.key] = entry
