"""EtcdStore: the Store in a real etcd v3 cluster, for those who outgrow one machine. Keys and revisions are etcd's own.

Values are JSON on one line. Durability, quorum and history are etcd's; notes of commits are not kept. A write whose answer was lost (its
member died) is looked up: if the keys are as it wanted them, it happened. Without a quorum writes fail within a bounded time, and reads
answer from one member and say so (`notices`).
"""
from __future__ import annotations

import json

from kubectl_lite.storage import text
from kubectl_lite.storage.etcdclient import Etcd, Refused, Unsettled, decoded, encoded, end_of
from kubectl_lite.storage.protocol import CompareFailed, Compacted, Entry, FutureRevision, Page, Put, Store, StoreError
from kubectl_lite.storage.versioner import stamped, unstamped

_PAGE = 1000  # keys asked for at once
_OUT_OF_RANGE = 11
_ATTEMPTS = 5


class EtcdStore(Store):
    """The store behind an etcd:// address (etcdclient.Address)."""

    shared = True  # several machines may work on it: reconcile elects who does

    OPERATIONS_MAX = 100  # etcd takes 128 requests in a transaction unless told otherwise

    def __init__(self, url: str, **options):
        self.etcd = Etcd(url, **options)
        self.notices: list[str] = []
        self._watches: list = []

    # ---- reading

    def revision(self):
        return self._revision(self._read({"key": encoded("\0"), "count_only": True}))

    def get(self, key, revision=0):
        answer = self._at({"key": encoded(key)}, revision)
        return _entry(answer["kvs"][0]) if answer.get("kvs") else None

    def range(self, prefix, *, limit=0, after="", revision=0):
        start, entries, asked = (after + "\0" if after >= prefix else prefix), [], revision
        while True:
            want = min(limit - len(entries), _PAGE) if limit else _PAGE
            answer = self._at({"key": encoded(start or "\0"), "range_end": end_of(prefix), "limit": want}, asked)
            entries += map(_entry, answer.get("kvs", []))
            asked = asked or self._revision(answer)
            left = int(answer.get("count", 0)) - len(answer.get("kvs", []))
            if left <= 0 or (limit and len(entries) >= limit):
                return Page(entries, asked, left > 0, max(left, 0))
            start = entries[-1].key + "\0"

    def _at(self, body, revision):
        """A range at a revision; Compacted and FutureRevision as the protocol has them."""
        if revision:
            body = {**body, "revision": revision}
        try:
            return self._read(body)
        except Refused as error:
            raise self._out_of_range(error, revision) from None

    def _read(self, body):
        try:
            return self.etcd.call("kv/range", body)
        except Refused:
            raise
        except StoreError as error:
            return self._stale(body, error)

    def _stale(self, body, error):
        """What one member knows, when there is no quorum to ask; said aloud."""
        try:
            answer = self.etcd.call("kv/range", {**body, "serializable": True}, patience=0)
        except Refused:
            raise
        except StoreError:
            raise error from None
        notice = f"etcd has no quorum: this is what member {self.etcd.member} knew at revision {self._revision(answer)}; it may be out of date"
        if notice not in self.notices:
            self.notices.append(notice)
        return answer

    @staticmethod
    def _revision(answer):
        """etcd begins at revision 1 without anybody having written."""
        revision = int(answer["header"]["revision"])
        return revision if revision > 1 else 0

    def _out_of_range(self, error, revision):
        if error.code != _OUT_OF_RANGE:
            return StoreError(f"etcd: {error}")
        if "compacted" in str(error):
            return Compacted(revision, self._oldest(revision))
        return FutureRevision(revision, self.revision())

    def _oldest(self, compacted):
        """The oldest revision that can be read: etcd does not tell, a watch from before it does."""
        from kubectl_lite.storage.etcdwatch import oldest_after

        return oldest_after(self.etcd, compacted)

    # ---- writing

    def commit(self, operations, note=None):
        keys = [op.key for op in operations]
        if len(set(keys)) < len(keys):
            raise StoreError("a commit can write each key once only")
        if not operations:
            return self.revision()
        body = _transaction(operations)
        doubtful = False
        for _ in range(_ATTEMPTS):
            try:
                answer = self.etcd.call("kv/txn", body)
            except Unsettled:
                doubtful = True
                continue
            except Refused as error:
                raise StoreError(f"etcd: {error}") from None
            if answer.get("succeeded"):
                return self._told(keys, self._revision(answer))
            current = _currents(operations, answer)
            if doubtful and all(map(_wanted, operations, current)):
                return max(entry.revision if entry else 0 for entry in current) or self.revision()
            raise _failed(operations, current)
        raise StoreError("etcd did not say whether the last write was made: look before you try again")

    def watch(self, prefix, after):
        from kubectl_lite.storage.etcdwatch import EtcdWatch

        self._watches = [watch for watch in self._watches if not watch.closed]
        self._watches.append(EtcdWatch(self.etcd, prefix, after))
        return self._watches[-1]

    def _told(self, keys, revision):
        """Let this process's watches know what they must have seen before they may say that there is nothing new."""
        for watch in self._watches:
            if any(key.startswith(watch.prefix) for key in keys):
                watch.expect(revision)
        return revision

    def compact(self, revision):
        try:
            self.etcd.call("kv/compaction", {"revision": revision})
        except Refused as error:
            raise self._out_of_range(error, revision) from None

    def batch(self):
        return _NoBatch()

    def close(self):
        self.etcd.close()


class _NoBatch:
    """etcd flushes each commit (and groups those of several clients itself)."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


def _transaction(operations):
    """The body of a transaction; when a comparison fails it answers with the present entries."""
    compare = [{"key": encoded(op.key), "target": "MOD", "mod_revision": op.expected} for op in operations if op.expected is not None]
    requests = [{"request_put": {"key": encoded(op.key), "value": encoded(text.line(unstamped(op.value)))}} if isinstance(op, Put)
                else {"request_delete_range": {"key": encoded(op.key)}} for op in operations]
    return {"compare": compare, "success": requests, "failure": [{"request_range": {"key": encoded(op.key)}} for op in operations]}


def _currents(operations, answer):
    """The present Entry (or None) of each operation's key."""
    found = []
    for response in answer.get("responses", []):
        kvs = response.get("response_range", {}).get("kvs")
        found.append(_entry(kvs[0]) if kvs else None)
    return found


def _failed(operations, currents):
    for op, current in zip(operations, currents):
        if op.expected is not None and op.expected != (current.revision if current else 0):
            return CompareFailed(op.key, current)
    return StoreError("etcd refused a transaction without a reason")


def _wanted(op, current):
    """Whether the key is as the operation wanted it."""
    if not isinstance(op, Put):
        return current is None
    return current is not None and unstamped(current.value) == unstamped(op.value)


def _entry(kv):
    key, revision = decoded(kv["key"]).decode(), int(kv["mod_revision"])
    try:
        return Entry(key, stamped(json.loads(decoded(kv["value"])), revision), revision)
    except (ValueError, AttributeError):
        raise StoreError(f"{key} in etcd is not JSON as kubectl-lite writes it: it belongs to somebody else") from None
