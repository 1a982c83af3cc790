"""Tells a registry file that lags behind the journal (a writer is between the two, or died there) from one that was edited.

Rare: it is asked only when a file written since the checkpoint is not what its last commit says.
"""
from __future__ import annotations

import json
from zlib import crc32

from kubectl_lite.storage.journal import Journal, read_hint
from kubectl_lite.storage.record import Record
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
    expected = last.operation(key).get("file")
    return difference(data, expected and (0, int(expected, 16)))


def _operations(store, key):
    needle = json.dumps(key, ensure_ascii=False).encode()
    return [record.operation(key) for line in store.journal.lines if needle in line and key in (record := Record(line)).keys()]


def _was_absent(store, key, known):
    return known is None or any("delete" in operation for operation in _operations(store, key))


def _is_version(store, key, data, known):
    sums = {operation.get("file") for operation in _operations(store, key)}
    return "%08x" % crc32(data) in sums or bool(known and known[1] == crc32(data))


def _is_object(data):
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False
