"""Snapshots: a whole store at one revision in one file (JSON lines, packed when the name ends in .gz), and back.

The first line is {"snapshot": 1, "revision": R, "entries": N}, then one line for each entry {"key", "revision", "value"}, then
{"sum": CRC-32 of all lines before it}. Into an empty directory a snapshot is restored with its revisions; into a store that has been written,
as new revisions in one commit (several on a store that does not take so much at once)
"""
from __future__ import annotations

import json
import os
from zlib import crc32

from kubectl_lite.storage import parts, text
from kubectl_lite.storage.protocol import Delete, Entry, Put, Store, StoreError
from kubectl_lite.storage.versioner import stamped, unstamped


def save(store, path: str) -> tuple:
    """Write a snapshot; (revision, number of entries). An existing file is replaced in one step."""
    revision, entries = _everything(store)
    temporary = f"{path}.part"
    try:
        with _open(temporary, path, "wb") as out:
            crc = _put(out, {"snapshot": 1, "revision": revision, "entries": len(entries)}, 0)
            for entry in entries:
                crc = _put(out, {"key": entry.key, "revision": entry.revision, "value": unstamped(entry.value)}, crc)
            _put(out, {"sum": "%08x" % crc}, 0)
        with open(temporary, "rb") as out:
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except OSError as error:
        _forget(temporary)
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from None
    return revision, len(entries)


def _everything(store):
    """(revision, entries) of all that is a cluster's; its own keys under the names that they have in a directory."""
    page = store.range("/registry/")
    if store.OWN == Store.OWN:
        return page.revision, page.entries
    own = store.range(store.OWN, revision=page.revision).entries
    return page.revision, sorted(page.entries + [entry._replace(key=Store.OWN + entry.key.removeprefix(store.OWN)) for entry in own])


def _named(store, key):
    """The key in this store of what a snapshot names."""
    return store.OWN + key.removeprefix(Store.OWN) if key.startswith(Store.OWN) else key


def load(path: str) -> tuple:
    """(revision, entries) of a snapshot. StoreError when it is none, or not whole."""
    try:
        with _open(path, path, "rb") as source:
            lines = source.read().split(b"\n")
        head, last = json.loads(lines[0]), json.loads(lines[-2])
        crc = 0
        for line in lines[:-2]:
            crc = crc32(line + b"\n", crc)
        if head.get("snapshot") != 1 or last["sum"] != "%08x" % crc or len(lines) - 3 != head["entries"]:
            raise ValueError
        rows = [json.loads(line) for line in lines[1:-2]]
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from None
    except (ValueError, KeyError, IndexError, TypeError, EOFError):
        raise StoreError(f"{path} is no snapshot, or not a whole one") from None
    return head["revision"], [Entry(row["key"], stamped(row["value"], row["revision"]), row["revision"]) for row in rows]


def restore(store, path: str, note: dict | None = None) -> tuple:
    """Make the store what the snapshot says; (revision now, number of keys that changed)."""
    revision, entries = load(path)
    if not store.revision() and hasattr(store, "writer"):
        store.writer().load(revision, entries)
        return revision, len(entries)
    now, then = {entry.key: entry for entry in _everything(store)[1]}, {entry.key: entry for entry in entries}
    operations = [Delete(_named(store, key), now[key].revision) for key in now if key not in then]
    operations += [Put(_named(store, key), unstamped(entry.value), now[key].revision if key in now else 0) for key, entry in then.items()
                   if key not in now or unstamped(now[key].value) != unstamped(entry.value)]
    return parts.commit(store, operations, note, f"snapshot restore --force {path}"), len(operations)


def _forget(temporary):
    try:
        os.unlink(temporary)
    except OSError:
        pass  # it was not even begun


def _open(path, name, mode):
    if name.endswith(".gz"):
        import gzip

        return gzip.GzipFile(path, mode, mtime=0)
    return open(path, mode)


def _put(out, value, crc):
    line = text.data(value) + b"\n"
    out.write(line)
    return crc32(line, crc)
