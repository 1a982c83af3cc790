"""DirectoryStore: the Store in a directory. This is the reading half; writer.py is loaded by the first commit.

A read is: learn the checkpoint, read the files and their sums, then read the journal from the checkpoint to its end and lay it over them.
It takes no lock, writes nothing, and is exactly the state at the journal's end. See layout.py for the files and journal.py for the reason.
"""
from __future__ import annotations

import json
from bisect import bisect_right
from os import fsdecode

from kubectl_lite.storage.files import Files
from kubectl_lite.storage.journal import Journal
from kubectl_lite.storage.layout import ROOT, Layout, key_of, relative
from kubectl_lite.storage.protocol import Compacted, Entry, FutureRevision, Page, Store, StoreError, unwritable
from kubectl_lite.storage.record import Record, keys_of, needle, prefix_needle
from kubectl_lite.storage.registry import Edited, Registry, difference, fields

_NOTHING = b"\n\n"  # what no line contains
_TRIES = 20  # a reader starts again when compaction overtook it; so often in a row means something else is wrong


class DirectoryStore(Store):
    """A state directory; `readonly` is why it must not be written, "" where it may be. `notices` gathers lines worth telling the user (such as: a torn commit was cut)."""

    def __init__(self, path: str, readonly: str = "", files: Files | None = None):
        self.files = files or Files()
        self.layout = Layout(path)
        self.readonly = readonly
        self.journal = Journal(self.files, self.layout)
        self.registry = Registry(self.files, self.layout)
        self.notices: list[str] = []
        self.tolerated: dict[str, Entry | None] = {}  # keys whose file was edited -> the Entry to answer with (while edits are adopted)
        self.pending = 0  # the first revision that waits for the flush of this process's batch
        self._writer = None

    # ---- reading

    def revision(self):
        return self._settled(lambda: None, lambda seen: self.journal.revision()) or 0

    def begun(self):
        return bool(self._settled(lambda: None, lambda seen: self.journal.revision(), _NOTHING) or self.revision())

    def get(self, key, revision=0):
        path = relative(key)
        if revision:
            return self._settled(lambda: self._look(key, path), lambda seen: self._entry_at(key, path, seen, revision))
        return self._settled(lambda: self._look(key, path), lambda seen: self._entry(key, path, seen), needle(key))

    def range(self, prefix, *, limit=0, after="", revision=0):
        page = self._settled(lambda: Listing(self, prefix), lambda listing: listing.page(limit, after, revision))
        if page is None and revision:
            raise FutureRevision(revision, 0)
        return page or Page([], 0, False, 0)

    def keys(self, prefix: str) -> list:
        """The keys with a prefix, in order, without reading their values."""
        return self._settled(lambda: Listing(self, prefix), lambda listing: listing.keys()) or []

    def moved(self, prefix):
        return self._settled(lambda: None, lambda seen: self.journal.moved(prefix)) or 0

    def _settled(self, look, decide, wanted=b""):
        """decide(look()) with a journal read after the look, of which only lines with `wanted` matter; None when nobody ever wrote here."""
        if self.pending:
            self._writer.yield_if_long()
        for attempt in range(_TRIES):
            try:
                if not self.journal.open():
                    return None
                seen = look()
                if self.journal.refresh(wanted):
                    return decide(seen)
            except Edited:
                if attempt >= 2 or self.pending:  # the first time, a reader may have met a writer between two files
                    raise
                self.journal.reset()
            except OSError as error:
                raise unreadable(error, self.layout.root) from None
        raise StoreError(f"{self.layout.root} changes faster than it can be read")

    def _look(self, key, path):
        return self.registry.read(path), None if key in self.journal.latest else self.registry.sum_of(path)

    def _entry(self, key, path, seen):
        data, known = seen
        record = self.journal.last(key)
        if record is not None:
            return self._written(key, path, data, record)
        what = difference(data, known) or self._newer(known)
        if what and key in self.tolerated:
            return self.tolerated[key]
        if what:
            raise Edited(key, self.layout.file(path), what)
        return Entry(key, json.loads(data), known[0]) if data is not None else None

    def _newer(self, known):
        """A file and its sum of a commit that the journal does not have."""
        ahead = known is not None and known[0] > self.journal.base
        return f"is of revision {known[0]}, which the journal does not have," if ahead else ""

    def _written(self, key, path, data, record):
        """The Entry of a key that was written since the checkpoint; its file may lag behind, but must not hold something strange."""
        if self.pending and record.revision >= self.pending:
            return record.after(key)
        if difference(data, record.sum_of(key)):
            from kubectl_lite.storage.judge import lagging

            what = lagging(self, key, path, data, self.registry.sum_of(path), record)
            if what and key not in self.tolerated:
                raise Edited(key, self.layout.file(path), what)
        return record.after(key)

    def _entry_at(self, key, path, seen, revision):
        self._check_readable(revision)
        for line in self.journal.after(revision, needle(key)):
            if key in keys_of(line):
                return Record(line).before(key)
        return self._entry(key, path, seen)

    def _check_readable(self, revision):
        if revision > self.journal.revision():
            raise FutureRevision(revision, self.journal.revision())
        compacted = self.journal.compacted()
        if revision < compacted:
            raise Compacted(revision, compacted)

    def oldest(self):
        self.revision()
        return self.journal.compacted()

    def past(self, prefix, after):
        self.revision()
        for line in self.journal.after(after, prefix_needle(prefix)):
            if _changes(line, prefix):
                yield from _events(line, prefix)

    def recent(self, prefix, count):
        from kubectl_lite.storage import past

        self.revision()
        lines = past.recent(self.journal, self.files, self.layout, prefix_needle(prefix), lambda line: _changes(line, prefix), count)
        return [change for line in lines[-count:] for change in _events(line, prefix)][-count:]

    def revision_at(self, moment):
        from kubectl_lite.storage import past

        self.revision()
        return past.revision_at(self.journal, self.files, self.layout, moment)

    # ---- writing

    def commit(self, operations, note=None):
        return self._write("commit", operations, note)

    def compact(self, revision):
        return self._write("compact", revision)

    def batch(self):
        return self.writer().batch()

    def writer(self):
        """The writing half, made when it is first needed."""
        if self._writer is None:
            from kubectl_lite.storage.writer import Writer

            self._writer = Writer(self)
        return self._writer

    def _write(self, method, *arguments):
        try:
            return getattr(self.writer(), method)(*arguments)
        except OSError as error:
            raise unwritable(error, self.layout.root) from None

    # ---- watching

    def watch(self, prefix, after):
        from kubectl_lite.storage.watching import DirectoryWatch

        return DirectoryWatch(self, prefix, after)

    def close(self):
        self.journal.reset()


class Listing:
    """One range over a prefix: the names first, then the files that the page needs, then the journal laid over both."""

    def __init__(self, store, prefix):
        self._store, self._prefix = store, prefix
        self._names: dict[str, str] = {}  # key -> path of the files that are there
        self._sums: dict[str, bytes] = {}  # key -> line of the sums
        self._data: dict[str, bytes | None] = {}
        for directory, names, sums in store.registry.walk(prefix):
            lead = f"{directory}/" if directory else ""
            self._names.update((key_of(lead + name), lead + name) for name in names)
            self._sums.update((key_of(lead + fsdecode(name)), line) for name, line in sums.items())
        if not (prefix.startswith(ROOT) and prefix.endswith("/")):
            self._names = {key: path for key, path in self._names.items() if key.startswith(prefix)}
            self._sums = {key: line for key, line in self._sums.items() if key.startswith(prefix)}

    def page(self, limit, after, revision):
        """The page at the journal's end, or at the revision."""
        store = self._store
        for _ in range(_TRIES):
            page, past = self._keys(limit, after, revision)
            missing = [key for key in page.entries if key not in past and key not in self._data]
            if not missing:
                entries = [past[key] if key in past else self._entry(key) for key in page.entries]
                return page._replace(entries=[entry for entry in entries if entry is not None] if store.tolerated else entries)
            for key in missing:
                self._data[key] = store.registry.read(self._names.get(key) or relative(key))
            if not store.journal.refresh():
                raise Edited("", store.layout.root, "was compacted while it was read")
        raise StoreError(f"{store.layout.root} changes faster than it can be read")

    def keys(self):
        """All keys at the journal's end."""
        return self._keys(0, "", 0)[0].entries

    def _keys(self, limit, after, revision):
        """A Page of keys, and the entries that must come from the journal."""
        journal, prefix = self._store.journal, self._prefix
        keys = self._names.keys() | self._sums.keys()
        past = {}
        recent = [key for key in journal.latest if key.startswith(prefix)]
        keys.update(recent)
        gone = {key for key in recent if b'"delete":' in journal.latest[key] and "delete" in journal.last(key).operation(key)}
        if revision:
            self._store._check_readable(revision)
            past = self._changed_since(revision)
        keys = sorted(key for key in (keys | past.keys()) - gone - {k for k, e in past.items() if e is None}
                      | {k for k, e in past.items() if e is not None})
        keys = keys[bisect_right(keys, after):] if after else keys
        page = keys[:limit] if limit else keys
        return Page(page, revision or journal.revision(), len(page) < len(keys), len(keys) - len(page)), past

    def _changed_since(self, revision):
        """Key -> Entry at the revision (or None) of every key with the prefix that was written after it."""
        past = {}
        for line in self._store.journal.after(revision, prefix_needle(self._prefix)):
            keys = [key for key in keys_of(line) if key.startswith(self._prefix) and key not in past]
            record = Record(line) if keys else None
            past.update((key, record.before(key)) for key in keys)
        return past

    def _entry(self, key):
        known, path = self._sums.get(key), self._names.get(key) or relative(key)
        entry = self._store._entry(key, path, (self._data[key], fields(b"- " + known) if known else None))
        if entry is None and not self._store.tolerated:
            raise Edited(key, self._store.layout.file(path), "is a link that leads to no file")
        return entry


def _changes(line, prefix):
    return any(key.startswith(prefix) for key in keys_of(line))


def _events(line, prefix):
    """(Event, note) of a line's changes."""
    record = Record(line)
    return [(record.event(key), record.note or {}) for key in record.keys() if key.startswith(prefix)]


def unreadable(error: OSError, root: str) -> StoreError:
    """The StoreError for an operation on a file that failed while reading."""
    return StoreError(f"cannot read {error.filename or root}: {error.strerror or error}")
