"""From operations to a line of the journal: compares, finds a place for new files, words the record. Writes no file. Needs the writers' lock."""
from __future__ import annotations

import os
from collections import namedtuple
from zlib import crc32

from kubectl_lite.storage import text
from kubectl_lite.storage.delta import delta
from kubectl_lite.storage.layout import relative
from kubectl_lite.storage.protocol import CompareFailed, Put, StoreError
from kubectl_lite.storage.record import sealed
from kubectl_lite.storage.versioner import stamped, unstamped

# A commit that is not in the journal yet. line with its newline; pages: what the files must hold then (key -> bytes, None: no file).
Draft = namedtuple("Draft", "line pages")

# What an operation changes. old: the Entry before (None: none; its value None: forgotten); value: the new one, None to delete.
Change = namedtuple("Change", "key old value")


class Drafter:
    """Words the commits of one state directory."""

    def __init__(self, store):
        self._store, self._files, self._layout, self._journal = store, store.files, store.layout, store.journal

    def changes(self, operations) -> list:
        """The Changes of a commit's operations, without those that do nothing. Raises CompareFailed."""
        return [change for change in map(self._change, operations) if change]

    def _change(self, operation):
        key = operation.key
        current = self._current(key)
        if operation.expected is not None and operation.expected != (current.revision if current else 0):
            raise CompareFailed(key, current)
        if not isinstance(operation, Put):
            return Change(key, current, None) if current else None
        if current is None:
            self._check_place(key)
        return Change(key, current, unstamped(operation.value))

    def _current(self, key):
        path = relative(key)
        return self._store._entry(key, path, self._store._look(key, path))

    def _check_place(self, key):
        """A new file's place must be free, before anything is written: in a directory no key can lie below another key."""
        file, latest = self._layout.file(relative(key)), self._journal.latest
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


def draft(revision: int, unit: int, changes: list, note) -> Draft:
    """The commit of these Changes at a revision; `unit` is the first revision of its flush."""
    _check_keys([change.key for change in changes])
    pages = {key: None if value is None else text.page(stamped(value, revision)) for key, _, value in changes}
    operations = [_operation(change, pages[change.key]) for change in changes]
    keys = text.data([change.key for change in changes])
    parts = [b'"revision":%d,"keys":%s,"ops":%s' % (revision, keys, text.data(operations))]
    if unit != revision:
        parts.append(b'"unit":%d' % unit)
    if note:
        parts.append(b'"note":%s' % text.data(note))
    return Draft(sealed(b",".join(parts) + b"}"), pages)


def _operation(change, page):
    key, old, value = change
    former = unstamped(old.value) if old and old.value is not None else None
    if value is None:
        return {"delete": key, "from": old.revision, "was": former}
    was = [] if old is None else None if former is None else delta(value, former)
    return {"put": key, "from": old.revision if old else 0, "value": value, "was": was, "file": "%08x" % crc32(page)}


def _check_keys(keys):
    """Each key once, and none below another one."""
    known = set(keys)
    if len(known) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise StoreError(f"{twice}: a commit can write each key once only")
    for key in keys:
        parts = key.split("/")
        if any("/".join(parts[:end]) in known for end in range(3, len(parts))):
            raise _nested(key)


def _nested(key):
    return StoreError(f"{key} cannot be stored in a directory: another key lies above or below it")
