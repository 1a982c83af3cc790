"""Tells a registry file that lags behind the journal (a writer is between the two, or died there) from one that was edited.

Rare: it is asked only when a file written since the checkpoint is not what its last commit says.
"""
from __future__ import annotations

import json
from zlib import crc32

from kubectl_lite.storage import text
from kubectl_lite.storage.journal import Journal, read_hint
from kubectl_lite.storage.record import Record, keys_of, needle
from kubectl_lite.storage.registry import difference


def lagging(store, key: str, path: str, data: bytes | None, known, record) -> str:
    """"" when the file may lag behind; else what was done to it. `known` is its (revision, checksum) at the checkpoint."""
    hint = read_hint(store.files, store.layout)
    if hint is not None and hint.applied >= record.revision:
        return _since_applied(store, key, path, record)
    if data is None:
        return "" if _was_absent(store, key, known) else "was removed"
    if _is_version(store, key, data, known) or not _is_object(data):
        return ""
    return "was changed"


def _since_applied(store, key, path, record):
    """The file had been written when we looked at the hint: look at both again, apart from what the caller has read."""
    journal = Journal(store.files, store.layout)
    journal.open()
    data = store.registry.read(path)
    if not journal.refresh():
        return ""
    line = journal.latest.get(key)
    if line is None or (last := Record(line)).revision != record.revision:
        return ""  # written again just now: not this file's fault
    return difference(data, last.sum_of(key))


def _records(store, key):
    """What was done to the key since the checkpoint."""
    wanted = needle(key)
    return [Record(line) for line in store.journal.lines if wanted in line and key in keys_of(line)]


def _was_absent(store, key, known):
    operations = [record.operation(key) for record in _records(store, key)]
    return known is None or operations[0]["from"] == 0 or any("delete" in operation for operation in operations)


def _is_version(store, key, data, known):
    """Whether the file is like this, or began to be, at the checkpoint or since. Sums may be newer: they move without the files being flushed."""
    records = _records(store, key)
    versions = [record.after(key) for record in records]
    if records[0].operation(key)["was"] is not None:
        versions.append(records[0].before(key))
    return bool(known and known[1] == crc32(data)) or any(entry and text.page(entry.value).startswith(data) for entry in versions)


def _is_object(data):
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False
