"""The writing half of the directory store: lock, recovery, commit, batch, checkpoint, compaction.

A commit under the lock: compare, append one line to the journal, flush it (now it is durable and acknowledged), write the files (a new file
renamed into place), move the `applied` hint. Whatever fails after the flush is made good by the next writer; what fails before it is undone.
"""
from __future__ import annotations

import os
from zlib import crc32

from kubectl_lite.storage import lock as locking, text
from kubectl_lite.storage.checkpoint import Checkpointer
from kubectl_lite.storage.delta import delta
from kubectl_lite.storage.journal import Hint, boot, read_hint, trace
from kubectl_lite.storage.layout import IGNORED, relative, segment_name
from kubectl_lite.storage.protocol import CompareFailed, Put, StoreError
from kubectl_lite.storage.record import Record, sealed
from kubectl_lite.storage.versioner import stamped, unstamped

LOCK_SECONDS = 60  # how long to wait for another writer; each holds the lock for one commit or one short batch
BATCH_COMMITS, BATCH_SECONDS = 200, 0.1  # a batch flushes and lets others in after so many commits or so long
_OWN = ("config", "kubeconfig")  # what kubectl-lite itself may have put into a directory before the store's first commit


class Writer:
    """Commits to one state directory."""

    def __init__(self, store):
        self._store, self._files, self._layout = store, store.files, store.layout
        self._journal = store.journal
        self._checkpointer = Checkpointer(store)
        self._lock = None
        self._depth = 0  # batches begun and not ended
        self._pending: list[bytes] = []
        self._pages: dict[str, bytes | None] = {}  # what the files of the pending commits must hold (None: nothing)
        self._unit = 0
        self._since = 0.0
        self._boot = b""
        self._applied = -1  # up to which revision this process knows the files to be written

    # ---- the public operations

    def commit(self, operations, note=None):
        """See Store.commit."""
        if not self._depth:
            with self.locked():
                revision = self._append(operations, note)
                self._flush()
                return revision
        self._enter()
        revision = self._append(operations, note)
        self.yield_if_long()
        return revision

    def yield_if_long(self):
        """Flush and let others in when this batch has had the lock for long; every read and commit in a batch asks."""
        if self._lock_held() and self._depth and (len(self._pending) >= BATCH_COMMITS or _clock() - self._since > BATCH_SECONDS):
            self._leave()

    def batch(self):
        """See Store.batch: commits share a flush; the lock is held from the first commit to the flush."""
        return _Batch(self)

    def compact(self, revision):
        """See Store.compact."""
        with self.locked():
            self._flush()
            self._checkpointer.compact(revision)

    def adopt(self, differences, note=None):
        """Commit what was done by hand (rows of check.differences): all of it, or StoreError when the files have changed again."""
        from kubectl_lite.storage.check import still_there

        with self.locked():
            self._flush()
            revision = self._keep([still_there(self._store, row) for row in differences], note)
            self._flush()
            return revision

    def rewrite(self, row):
        """Write the file of a difference (check.differences) again as the store remembers it."""
        path = self._layout.file(relative(row.key))
        with self.locked():
            self._flush()
            if row.stored is None:
                self._files.remove(path)
                self._prune(os.path.dirname(path))
            else:
                self._files.make_directories(os.path.dirname(path))
                self.replace(path, text.page(row.stored.value), flush=True)

    def load(self, revision, entries):
        """Make a new directory hold these entries at this revision (a snapshot's); it remembers nothing older. StoreError unless it is empty."""
        with self.locked():
            if self._journal.revision():
                raise StoreError(f"{self._layout.root} has been written already: restore into an empty directory")
            self._checkpointer.load(revision, entries)

    def checkpoint(self):
        """Flush files and sums now, whatever the size of the journal since the last time."""
        with self.locked():
            self._flush()
            self._checkpointer.run()

    def locked(self):
        """A context manager that holds the lock and has recovered and read everything."""
        return _Locked(self)

    # ---- batches and the lock

    def begin(self):
        """A batch begins."""
        self._depth += 1

    def end(self):
        """A batch ends: everything in it becomes durable."""
        self._depth -= 1
        if not self._depth and self._lock_held():
            self._leave()

    def _lock_held(self):
        return self._lock is not None and self._lock.held

    def _enter(self):
        """Take the lock unless this process has it, and catch up."""
        if self._lock_held():
            return False
        self._prepare()
        self._acquire()
        try:
            self._since = _clock()
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

    def _acquire(self):
        if self._lock is None:
            self._lock = locking.lock(self._layout.lock)
        try:
            self._lock.acquire(LOCK_SECONDS)
        except locking.Taken:
            raise StoreError(f"another process has held {self._layout.lock} for {LOCK_SECONDS} seconds: "
                             "wait for it, or end it (the lock is freed when its process ends)") from None

    # ---- first use and recovery

    def _prepare(self):
        if self._store.readonly:
            raise StoreError(f"{self._layout.root} was opened for reading only: {self._store.readonly}")
        if self._journal.checkpoint is None and self._files.read(self._layout.checkpoint) is None:
            self._refuse_strangers()
            self._files.make_directories(self._layout.journal)

    def _refuse_strangers(self):
        root = self._layout.root
        names, directories = self._files.names(root)
        strange = sorted(name for name in names + directories if name[0] != "." and name not in _OWN and name != "journal")
        journal = self._files.names(self._layout.journal)[0]
        if strange:
            raise StoreError(f"{root} holds {strange[0]!r} but no state of kubectl-lite: name an empty or new directory")
        if any(name.isdigit() for name in journal) and self._files.read(self._layout.segment(segment_name(1))) != b"":
            raise StoreError(f"{self._layout.checkpoint} is missing: restore the directory from a copy or a snapshot")

    def _catch_up(self):
        """Read on; make a new directory; cut a torn line; write files that a dead writer did not."""
        journal = self._journal
        if not journal.open():
            self._create()
            journal.open()
        before = journal.revision()
        if not journal.refresh():
            journal.open()
            journal.refresh()
            self._applied = -1
        if journal.torn:
            self._cut()
        if not journal.offset and self._files.read(self._layout.segment(journal.segment)) is None:
            self._files.write(self._layout.segment(journal.segment), b"", flush=True)
        if self._applied != journal.revision() or before != journal.revision():
            self._recover()

    def _create(self):
        from kubectl_lite.storage.journal import Checkpoint

        name = segment_name(1)
        self._files.make_directories(self._layout.tmp)
        if self._files.read(f"{self._layout.root}/.gitignore") is None:
            self._files.write(f"{self._layout.root}/.gitignore", IGNORED.encode(), flush=True)
        self._files.write(self._layout.segment(name), b"", flush=True)
        self._checkpointer.write_marker(Checkpoint(0, name, 0, 0))
        self._journal.reset()
        for directory in (self._layout.root, os.path.dirname(self._layout.root)):
            self._files.flush(directory)

    def _cut(self):
        """The last writer died while it appended: nobody was told that this commit is done."""
        from kubectl_lite.storage.recovery import refuse_damage

        journal = self._journal
        path = self._layout.segment(journal.segment)
        lost = refuse_damage(self._files, path, journal)
        self._files.cut(path, journal.offset)
        journal.torn = False
        self._store.notices.append(f"{path}: cut {lost} bytes of an unfinished commit after revision {journal.revision()}")

    def _recover(self):
        journal = self._journal
        hint = read_hint(self._files, self._layout)
        done = hint.applied if hint else 0
        if done < journal.revision():
            from kubectl_lite.storage.recovery import apply_again

            apply_again(self._store, self, done)
            self.hint(journal.revision())
        self._applied = journal.revision()

    # ---- one commit

    def _append(self, operations, note):
        """Compare, make the record, and keep it for the flush. The new revision (or the present one when nothing is to be done)."""
        return self._keep([change for change in map(self._change, operations) if change], note)

    def _keep(self, changes, note):
        _check_keys([change[0] for change in changes])
        if not changes:
            return self._journal.revision()
        revision = self._journal.revision() + 1
        self._unit = self._unit or revision
        operations = [self._operation(revision, *change) for change in changes]
        line = sealed(self._record(revision, operations, note))
        self._store.pending, self._journal.unflushed = self._unit, True
        self._pending.append(line)
        self._journal.keep(revision, line[:-1])
        return revision

    def _change(self, operation):
        """(key, old Entry, value or None) of an operation; None when there is nothing to delete. Raises CompareFailed."""
        key = operation.key
        path = relative(key)
        current = self._store._entry(key, path, self._store._look(key, path))
        if operation.expected is not None and operation.expected != (current.revision if current else 0):
            raise CompareFailed(key, current)
        if not isinstance(operation, Put):
            return (key, current, None) if current else None
        if current is None:
            self._check_place(key, path)
        return key, current, unstamped(operation.value)

    def _check_place(self, key, path):
        """A new file's place must be free, before anything is written: in a directory no key can lie below another key."""
        file, latest = self._layout.file(path), self._journal.latest
        parts = key.split("/")
        above = ("/".join(parts[:end]) for end in range(3, len(parts)))
        below = self._files.is_directory(file) and (
            any(name.startswith(key + "/") and self._is_put(name) for name in latest) or not self._files.remove_directory(file))
        if below or any(name in latest and self._is_put(name) for name in above):
            raise _nested(key)
        try:
            self._files.make_directories(os.path.dirname(file))
        except (FileExistsError, NotADirectoryError):
            raise _nested(key) from None

    def _is_put(self, key):
        return "put" in self._journal.last(key).operation(key)

    def _operation(self, revision, key, current, value):
        if value is None:
            self._pages[key] = None
            return {"delete": key, "from": current.revision, "was": unstamped(current.value) if current.value is not None else None}
        page = self._pages[key] = text.page(stamped(value, revision))
        was = delta(value, unstamped(current.value)) if current and current.value is not None else None if current else []
        return {"put": key, "from": current.revision if current else 0, "value": value, "was": was, "file": "%08x" % crc32(page)}

    def _record(self, revision, operations, note):
        keys = text.data([operation.get("put") or operation["delete"] for operation in operations])
        parts = [b'"revision":%d,"keys":%s,"ops":%s' % (revision, keys, text.data(operations))]
        if self._unit != revision:
            parts.append(b'"unit":%d' % self._unit)
        if note:
            parts.append(b'"note":%s' % text.data(note))
        return b",".join(parts) + b"}"

    # ---- making it durable

    def _flush(self):
        """Append what is pending, flush it, then write the files. On failure nothing of it has happened."""
        lines = self._pending
        if not lines:
            return
        pages, self._pages = self._pages, {}
        self._pending, self._unit, self._store.pending, self._journal.unflushed = [], 0, 0, False
        journal, data = self._journal, b"".join(lines)
        path = self._layout.segment(journal.segment)
        try:
            self._files.append(path, data, flush=True)
        except OSError as error:
            self._undo(path, journal.offset)
            raise StoreError(f"cannot write to {path}: {error.strerror or error}; nothing was changed") from None
        journal.offset += len(data)
        try:
            self._apply(pages)
            self._checkpointer.run_if_due()
        except OSError:
            self._applied = -1  # the commit is safe in the journal; the next writer writes the files before anything else

    def _undo(self, path, offset):
        self._journal.reset()
        self._applied = -1
        try:
            self._files.cut(path, offset)
        except OSError as error:
            raise StoreError(f"cannot write to {path}: {error.strerror or error}; "
                             "whether the last change was made is seen when the disk works again") from None

    def _apply(self, pages):
        """Write the files of the commits, each key once."""
        for key, page in pages.items():
            self._write_page(self._layout.file(relative(key)), page)
        self.hint(self._journal.revision())
        self._applied = self._journal.revision()

    def hint(self, revision):
        """Say up to where files are written and sums are up to date."""
        self._boot, mark = self._boot or boot(self._files), self._journal.mark
        if mark.trace is None:
            mark.trace = trace(self._files, self._layout, mark)
        self._files.overwrite(self._layout.applied, Hint(revision, mark, self._boot).text())

    def write_file(self, key, record):
        """Bring one registry file to what the commit says."""
        entry = record.after(key)
        self._write_page(self._layout.file(relative(key)), text.page(entry.value) if entry else None)

    def _write_page(self, path, page):
        if page is not None:
            self.replace(path, page)
        else:
            self._files.remove(path)
            self._prune(os.path.dirname(path))

    def replace(self, path, data, flush=False):
        """A file in one step: written beside and renamed into place."""
        temporary = f"{self._layout.tmp}/file"
        try:
            self._files.write(temporary, data, flush)
        except FileNotFoundError:  # git keeps no empty directories
            self._files.make_directories(self._layout.tmp)
            self._files.write(temporary, data, flush)
        try:
            self._files.rename(temporary, path)
        except FileNotFoundError:
            self._files.make_directories(os.path.dirname(path))
            self._files.rename(temporary, path)

    def _prune(self, directory):
        """Away with directories that became empty (git would not keep them either)."""
        while directory != self._layout.registry and self._files.remove_directory(directory):
            directory = os.path.dirname(directory)


class _Batch:
    """See Writer.batch."""

    def __init__(self, writer):
        self._writer = writer

    def __enter__(self):
        self._writer.begin()
        return self

    def __exit__(self, kind, error, trace):
        self._writer.end()


class _Locked:
    """See Writer.locked; inside a batch it uses the batch's lock."""

    def __init__(self, writer):
        self._writer = writer

    def __enter__(self):
        self._entered = self._writer._enter()
        return self._writer

    def __exit__(self, kind, error, trace):
        if self._entered:
            self._writer._lock.release()


def _check_keys(keys):
    """Each key once, and none below another one."""
    for one, other in zip(ordered := sorted(keys), ordered[1:]):
        if one == other:
            raise StoreError(f"{one}: a commit can write each key once only")
    known = set(keys)
    for key in keys:
        parts = key.split("/")
        if any("/".join(parts[:end]) in known for end in range(3, len(parts))):
            raise _nested(key)


def _nested(key):
    return StoreError(f"{key} cannot be stored in a directory: another key lies above or below it")


def _clock():
    """Seconds of a monotonic clock: only how long the lock is held depends on it, never what is written."""
    from time import monotonic

    return monotonic()
