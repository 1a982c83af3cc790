"""EtcdStore: the Store in a real etcd v3 cluster, for those who outgrow one machine. Keys and revisions are etcd's own.

Values are JSON on one line. Durability, quorum and history are etcd's. A write whose answer was lost (its member died) is looked up: if the
keys are as it wanted them, it happened. Without a quorum writes fail within a bounded time, and reads answer from one member and say so
(`notices`). etcd itself forgets nothing, so each thousandth commit has it forget what is old.
"""
from __future__ import annotations

from time import monotonic

from kubectl_lite.storage import etcdtxn
from kubectl_lite.storage.etcdclient import Etcd, decoded, encoded, end_of
from kubectl_lite.storage.etcderrors import Refused, Unavailable, Unsettled
from kubectl_lite.storage.protocol import Compacted, FutureRevision, Moves, Page, Store, StoreError

KEEP_REVISIONS, KEEP_BYTES = 10_000, 1 << 30  # history beyond this many revisions is forgotten; beyond this size nine tenths of it
_EVERY = 1_000  # commits between two looks
_PAGE = 1000  # keys asked for at once
_OUT_OF_RANGE = 11
_ROOT = "/registry/"


class EtcdStore(Store):
    """The store behind an etcd:// address (etcdaddress.Address)."""

    shared = True

    OWN = "/kubectl-lite/keys/"  # so that below /registry/ there is nothing that Kubernetes would not know

    OPERATIONS_MAX, BYTES_MAX = 100, 1_000_000  # etcd takes 128 requests and 1.5 MiB in a transaction unless told otherwise

    def __init__(self, url: str, **options):
        self.etcd = Etcd(url, **options)
        self.notices: list[str] = []
        self._watches: list = []
        self._fence: tuple | None = None
        self._changes, self._moves, self._began, self._asked = None, Moves(), 0, set()  # what `moved` knows
        self._alone = False  # the last read found no quorum: the next one need not wait for it

    # ---- reading

    def revision(self):
        return self._revision(self._read({"key": encoded(_ROOT), "count_only": True}))

    def get(self, key, revision=0):
        answer = self._at({"key": encoded(key)}, revision)
        return etcdtxn.entry(answer["kvs"][0]) if answer.get("kvs") else None

    def range(self, prefix, *, limit=0, after="", revision=0):
        entries, asked, left = [], revision, 0
        for answer in self._answers(prefix, limit, after, revision):
            entries += map(etcdtxn.entry, answer.get("kvs", []))
            asked, left = asked or self._revision(answer), _left(answer)
        return Page(entries, asked, left > 0, left)

    def keys(self, prefix):
        return [_key(kv) for answer in self._answers(prefix, keys_only=True) for kv in answer.get("kvs", [])]

    def _answers(self, prefix, limit=0, after="", revision=0, **more):
        """etcd's answers for a range, page after page, all at the revision of the first."""
        start, count, asked = (after + "\0" if after >= prefix else prefix), 0, revision
        while True:
            want = min(limit - count, _PAGE) if limit else _PAGE
            answer = self._at({"key": encoded(start or "\0"), "range_end": end_of(prefix), "limit": want, **more}, asked)
            yield answer
            asked, kvs = asked or self._revision(answer), answer.get("kvs", [])
            count += len(kvs)
            if not _left(answer) or limit and count >= limit:
                return
            start = _key(kvs[-1]) + "\0"

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
            answer = self.etcd.call("kv/range", body, patience=0 if self._alone else None)
        except Unavailable as error:
            return self._stale(body, error)
        self._alone = False
        return answer

    def _stale(self, body, error):
        """What one member knows, when there is no quorum to ask; said aloud."""
        try:
            answer = self.etcd.call("kv/range", {**body, "serializable": True}, patience=0, led=False)
        except Unavailable:
            raise error from None
        self._alone = True
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
            return error
        if "compacted" in str(error):
            return Compacted(revision, self._oldest(revision))
        return FutureRevision(revision, self.revision())

    def _oldest(self, compacted):
        """The oldest revision that can be read: etcd does not tell, a watch from before it does."""
        from kubectl_lite.storage.etcdwatch import oldest_after

        return oldest_after(self.etcd, compacted)

    def moved(self, prefix):
        """As a watch of everything tells it; for a single question it would cost more than it spares, so it is opened for who asks again."""
        if self._changes is None:
            again = prefix in self._asked
            self._asked.add(prefix)
            return self._follow_changes() if again else None
        try:
            for event in self._changes.poll(0):
                self._moves.note(event.key, event.revision)
        except Compacted:
            return self._follow_changes()
        return self._moves.get(prefix, self._began)

    def _follow_changes(self):
        """Begin to note what moves; the revision since when."""
        self._began, self._moves = self.revision(), Moves()
        self._changes = self.watch(_ROOT, self._began)
        return self._began

    # ---- writing

    def commit(self, operations, note=None):
        keys = [op.key for op in operations]
        if len(set(keys)) < len(keys):
            raise StoreError("a commit can write each key once only")
        if len(keys) > self.OPERATIONS_MAX:
            raise StoreError(f"a commit to etcd can write {self.OPERATIONS_MAX} keys, not {len(keys)}")
        if not operations:
            return self.revision()
        body = etcdtxn.body(operations, note, self._fence)
        patience = 0 if self._alone else self.etcd.patience
        doubt, end = None, monotonic() + patience
        while doubt is None or monotonic() < end:
            try:
                answer = self.etcd.call("kv/txn", body, patience)
            except Unsettled as error:
                doubt = error
                continue
            except Unavailable:
                if doubt:
                    break  # this attempt was not made, but the one before may have been
                raise
            if answer.get("succeeded"):
                return self._committed(keys, self._revision(answer), etcdtxn.wrote(answer))
            found = etcdtxn.currents(answer)
            if doubt and etcdtxn.done_already(operations, found):
                return max(entry.revision if entry else 0 for entry in found[:len(keys)]) or self.revision()
            raise etcdtxn.failure(operations, self._fence, found)
        raise Unsettled(f"etcd did not say whether the last write was made ({doubt}): look before you try again")

    def _committed(self, keys, revision, wrote):
        """Let this process's watches know what they must have seen before they may say that there is nothing new."""
        for watch in self._watches if wrote else ():
            if any(key.startswith(watch.watched) for key in keys):
                watch.expect(revision)
        if revision % _EVERY == 0:
            self._forget(revision)
        return revision

    def fence(self, key, revision):
        self._fence = (key, revision) if revision else None

    def watch(self, prefix, after):
        from kubectl_lite.storage.etcdwatch import EtcdWatch

        self._watches = [watch for watch in self._watches if not watch.closed]
        self._watches.append(EtcdWatch(self.etcd, prefix, after))
        return self._watches[-1]

    # ---- the past

    def oldest(self):
        try:
            self.get(_ROOT, 1)
        except Compacted as error:
            return error.oldest
        return 0

    def past(self, prefix, after):
        from kubectl_lite.storage import etcdpast

        return etcdpast.changes(self.etcd, prefix, after)

    def revision_at(self, moment):
        from bisect import bisect_left

        def later(revision):
            note = self.get(etcdtxn.NOTE, revision)
            return note is not None and note.value.get("time", "") > moment

        oldest, now = self.oldest(), self.revision()
        if later(oldest or 1):
            return 0
        found = oldest + bisect_left(range(oldest + 1, now + 1), True, key=later)
        return found if found > 1 else 0

    def compact(self, revision):
        try:
            self.etcd.call("kv/compaction", {"revision": revision, "physical": True})
        except Refused as error:
            raise self._out_of_range(error, revision) from None

    def _forget(self, revision):
        """Have etcd forget what is old; whether it does is no concern of the commit that asks."""
        try:
            size = int(self.etcd.call("maintenance/status", {}, patience=0).get("dbSizeInUse", 0))
            keep = KEEP_REVISIONS if size < KEEP_BYTES else KEEP_REVISIONS // 10
            if revision > keep:
                self.etcd.call("kv/compaction", {"revision": revision - keep}, patience=0)
        except StoreError:
            pass

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


def _key(kv):
    return decoded(kv["key"]).decode()


def _left(answer):
    """How many keys of a range an answer has left out."""
    return max(int(answer.get("count", 0)) - len(answer.get("kvs", [])), 0)
