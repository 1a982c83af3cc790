"""The writing half of the directory store: whose turn it is, and when what was written is durable.

A commit under the lock: draft a line (drafting.py), append it to the journal and flush that (now it is durable and acknowledged), then write the
files (placing.py). What fails before the flush is undone; what fails after it is made good by the next writer (recovery.py).
"""
from __future__ import annotations

from time import monotonic

from kubectl_lite.storage import lock as locking
from kubectl_lite.storage.checkpoint import Checkpointer
from kubectl_lite.storage.drafting import Change, Drafter, draft
from kubectl_lite.storage.journal import is_copy, read_hint
from kubectl_lite.storage.placing import Placer
from kubectl_lite.storage.protocol import StoreError, Unwritable, unwritable

LOCK_SECONDS = 60  # how long to wait for another writer; each holds the lock for one commit or one short batch
BATCH_COMMITS, BATCH_SECONDS = 200, 0.1  # a batch flushes and lets others in after so many commits or so long


class Writer:
    """Commits to one state directory."""

    def __init__(self, store):
        self._store, self._files, self._layout, self._journal = store, store.files, store.layout, store.journal
        self._drafter, self._placer = Drafter(store), Placer(store)
        self._checkpointer = Checkpointer(store, self._placer)
        self._lock = None
        self._depth = 0  # batches begun and not ended
        self._drafts = []  # commits that wait for the flush
        self._since = 0.0

    # ---- what is asked of it

    def commit(self, operations, note=None):
        """See Store.commit."""
        if not self._depth:
            with self.locked():
                revision = self._keep(self._drafter.changes(operations), note)
                self._flush()
                return revision
        self._enter()
        revision = self._keep(self._drafter.changes(operations), note)
        self.yield_if_long()
        return revision

    def batch(self):
        """See Store.batch: commits share a flush; the lock is held from the first commit to the flush."""
        return _Batch(self)

    def yield_if_long(self):
        """Flush and let others in when this batch has had the lock for long; every read and commit in a batch asks."""
        if self._depth and self._has_lock() and (len(self._drafts) >= BATCH_COMMITS or monotonic() - self._since > BATCH_SECONDS):
            self._leave()

    def compact(self, revision):
        """See Store.compact."""
        with self.locked(self._checkpointer.make_room):
            self._flush()
            self._checkpointer.compact(revision)

    def checkpoint(self):
        """Flush files and sums now, whatever the size of the journal since the last time."""
        with self.locked():
            self._flush()
            self._checkpointer.run()

    def adopt(self, differences, note=None):
        """Commit what was done by hand (rows of check.differences): all of it, or StoreError when the files have changed again."""
        from kubectl_lite.storage.check import still_there

        with self.locked():
            self._flush()
            revision = self._keep([Change(*still_there(self._store, row)) for row in differences], note)
            self._flush()
            return revision

    def rewrite(self, row):
        """Write the file of a difference (check.differences), and its sum, again as the store remembers it."""
        with self.locked():
            self._flush()
            self._placer.put_entry(row.key, row.stored, flush=True)
            self._checkpointer.set_sum(row.key, row.stored)

    def load(self, revision, entries):
        """Make a new directory hold these entries at this revision (a snapshot's); it remembers nothing older. StoreError unless it is empty."""
        with self.locked():
            if self._journal.revision():
                raise StoreError(f"{self._layout.root} has been written already: restore into an empty directory")
            self._checkpointer.load(revision, entries)

    # ---- the turn

    def locked(self, first=None):
        """A context manager that holds the lock and has recovered and read everything; `first` is done before that."""
        return _Locked(self, first)

    def _begin(self):
        self._depth += 1

    def _end(self):
        self._depth -= 1
        if not self._depth and self._has_lock():
            self._leave()

    def _has_lock(self):
        return self._lock is not None and self._lock.held

    def _enter(self, first=None):
        """Take the lock unless this process has it, and catch up; whether it was taken."""
        if self._has_lock():
            return False
        self._admit()
        self._acquire()
        try:
            self._since = monotonic()
            if first is not None:
                first()
            self._catch_up()
        except BaseException:
            self._lock.release()
            raise
        return True

    def _leave(self):
        """Flush and let others in."""
        try:
            self._flush()
        finally:
            self._lock.release()

    def _admit(self):
        """Whether this directory may be written at all."""
        if self._store.readonly:
            raise Unwritable(f"{self._layout.root} is not changed: {self._store.readonly}")
        if self._journal.checkpoint is None and self._files.read(self._layout.checkpoint) is None:
            from kubectl_lite.storage import founding

            founding.prepare(self._files, self._layout)

    def _acquire(self):
        if self._lock is None:
            self._lock = locking.lock(self._layout.lock)
        try:
            self._lock.acquire(LOCK_SECONDS)
        except locking.Taken:
            raise Unwritable(f"another process has held {self._layout.lock} for {LOCK_SECONDS} seconds: "
                             "wait for it, or end it (the lock is freed when its process ends)") from None

    def _catch_up(self):
        """Read on; make a new directory; make good what a dead writer left."""
        journal, placer = self._journal, self._placer
        if not journal.open():
            self._found()
        before = journal.revision()
        if not journal.refresh():
            journal.open()
            journal.refresh()
            placer.applied = -1
        if journal.torn:
            from kubectl_lite.storage import recovery

            recovery.cut_torn(self._store)
        if not journal.offset and self._files.read(self._layout.segment(journal.segment)) is None:
            self._checkpointer.begin_segment(journal.segment)
        if placer.applied != journal.revision() or before != journal.revision():
            self._place_again()

    def _found(self):
        from kubectl_lite.storage import founding

        founding.found(self._files, self._layout, self._checkpointer.write_marker)
        self._checkpointer.keep_reserve()
        self._journal.reset()
        self._journal.open()

    def _place_again(self):
        hint, now = read_hint(self._files, self._layout), self._journal.revision()
        done = hint.applied if hint else 0
        if done < now:
            from kubectl_lite.storage import recovery

            copied = is_copy(self._files, self._layout)
            recovery.place_again(self._store, self._placer, done, copied)
            if copied:
                self._checkpointer.run(whole=True)  # the sums, too, may be older than the checkpoint
            self._placer.hint()
        self._placer.applied = now

    # ---- making it durable

    def _keep(self, changes, note):
        """Draft the commit of these Changes for the next flush; its revision (the present one when there are none)."""
        if not changes:
            return self._journal.revision()
        revision = self._journal.revision() + 1
        made = draft(revision, self._store.pending or revision, changes, note)
        self._store.pending, self._journal.unflushed = self._store.pending or revision, True
        self._drafts.append(made)
        self._journal.keep(revision, made.line[:-1])
        return revision

    def _flush(self):
        """Append what is drafted, flush it, then write the files. On failure nothing of it has happened."""
        drafts, self._drafts = self._drafts, []
        if not drafts:
            return
        self._store.pending, self._journal.unflushed = 0, False
        self._append(b"".join(made.line for made in drafts))
        try:
            self._placer.place({key: page for made in drafts for key, page in made.pages.items()})
            self._checkpointer.run_if_due()
        except OSError:
            self._placer.applied = -1  # the commits are safe in the journal; the next writer writes the files before anything else

    def _append(self, data):
        journal = self._journal
        path = self._layout.segment(journal.segment)
        try:
            self._files.append(path, data, flush=True)
        except OSError as error:
            self._undo(path, journal.offset)
            raise unwritable(error, path) from None
        journal.offset += len(data)

    def _undo(self, path, offset):
        self._journal.reset()
        self._placer.applied = -1
        try:
            self._files.cut(path, offset)
        except OSError as error:
            if self._files.length(path) <= offset:
                return  # it could not even be opened
            raise Unwritable(f"cannot write to {path}: {error.strerror or error}; "
                             "whether the last change was made is seen when the disk works again") from None


class _Batch:
    """See Writer.batch."""

    def __init__(self, writer):
        self._writer = writer

    def __enter__(self):
        self._writer._begin()
        return self

    def __exit__(self, kind, error, trace):
        self._writer._end()


class _Locked:
    """See Writer.locked; inside a batch it uses the batch's lock."""

    def __init__(self, writer, first):
        self._writer, self._first = writer, first

    def __enter__(self):
        try:
            self._entered = self._writer._enter(self._first)
        except OSError as error:
            raise unwritable(error, self._writer._layout.root) from None
        return self._writer

    def __exit__(self, kind, error, trace):
        if self._entered:
            self._writer._lock.release()
        if isinstance(error, OSError):
            raise unwritable(error, self._writer._layout.root) from None
