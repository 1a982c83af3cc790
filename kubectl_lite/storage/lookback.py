"""PastStore: another store as it was at one revision, for commands that look at a cluster as it was. It cannot be written to."""
from __future__ import annotations

from kubectl_lite.storage.protocol import Compacted, FutureRevision, Store, Unwritable


class PastStore(Store):
    """`inner` at a revision that it remembers; Compacted or FutureRevision when it does not."""

    def __init__(self, inner: Store, revision: int):
        if revision > inner.revision():
            raise FutureRevision(revision, inner.revision())
        if revision < inner.oldest():
            raise Compacted(revision, inner.oldest())
        self.inner, self.OWN, self._revision = inner, inner.OWN, revision

    def revision(self):
        return self._revision

    def get(self, key, revision=0):
        return self.inner.get(key, revision or self._revision)

    def range(self, prefix, *, limit=0, after="", revision=0):
        return self.inner.range(prefix, limit=limit, after=after, revision=revision or self._revision)

    def moved(self, prefix):
        return self._revision

    def commit(self, operations, note=None):
        raise Unwritable(f"revision {self._revision} is past and is not changed: `kubectl-lite undo --to {self._revision}` brings it back")

    def watch(self, prefix, after):
        return self.inner.watch(prefix, after)

    def oldest(self):
        return self.inner.oldest()

    def past(self, prefix, after):
        return (change for change in self.inner.past(prefix, after) if change[0].revision <= self._revision)

    def batch(self):
        return self.inner.batch()

    def close(self):
        self.inner.close()
