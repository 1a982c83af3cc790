"""Tells a registry file that lags behind the journal (a writer is between the two, or died there) from one that was edited.

Rare: it is asked only when a file written since the checkpoint is not what its last commit says.
"""
from __future__ import annotations

import json
from zlib import crc32

from kubectl_lite.storage.journal import Journal
from kubectl_lite.storage.record import Record
from kubectl_lite.storage.registry import difference


def lagging(store, key: str, path: str, data: bytes | None, known, record) -> str:
    """"" when the file may lag behind; else what was done to it. `known` is its (revision, checksum) at the checkpoint."""
    if applied(store.files, store.layout) >= record.revision:
        return _since_applied(store, key, path, record)
    if data is None:
        return "" if _was_absent(store, key, known) else "was removed"
    if _is_version(store, key, data, known) or not _is_object(data):
        return ""
    return "was changed"


def applied(files, layout) -> int:
    """Up to which revision this machine, since it was started, has written the files; 0 when unknown."""
    fields = (files.read(layout.applied) or b"").split(b"\n", 1)[0].split()
    if len(fields) == 3 and fields[2] == b"." and fields[1] == boot(files):
        return int(fields[0])
    return 0


def applied_text(revision: int, start: bytes) -> bytes:
    """The content of the applied file; always of the same length, so that it can be overwritten in place."""
    return b"%020d %s .\n" % (revision, start)


def boot(files) -> bytes:
    """What names this start of this machine: after a power failure files may be older than the hint says."""
    return (files.read("/proc/sys/kernel/random/boot_id") or b"unknown").strip()


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
