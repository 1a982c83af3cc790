"""One commit as one line of the journal.

    {"sum":"3b1f09ac","revision":17,"keys":["/registry/pods/default/web"],"ops":[…],"note":{…}}

The sum is the CRC-32 of everything after it. An operation is {"put": key, "value": …, "file": sum of the registry file, "from": the key's
former revision (0: new), "was": delta to the former value, null when that is unknown} or {"delete": key, "from": …, "was": the former value}. "unit" is there in
commits that shared a flush: the first revision of the flush. Values are kept without resourceVersion. A line
{"sum":…,"next":"000…"} ends a segment and names the following one.
"""
from __future__ import annotations

import json
from zlib import crc32

from kubectl_lite.storage import text
from kubectl_lite.storage.delta import patched
from kubectl_lite.storage.protocol import Entry, Event, StoreError
from kubectl_lite.storage.versioner import stamped

_HEAD = 18  # {"sum":"xxxxxxxx",
_REVISION = b'"revision":'
_NUMBER = _HEAD + len(_REVISION)
_NEXT = b'"next":"'


def sealed(rest: bytes) -> bytes:
    """A line with its sum, from what follows the sum."""
    return b'{"sum":"%08x",%s\n' % (crc32(rest), rest)


def sound(line: bytes) -> bool:
    """Whether the line (without its newline) is whole."""
    return line[:_HEAD] == b'{"sum":"%08x",' % crc32(memoryview(line)[_HEAD:])


def revision_of(line: bytes) -> int:
    """The revision of a commit's line; 0 for the line that ends a segment."""
    return int(line[_NUMBER:line.index(b",", _NUMBER)]) if line.startswith(_REVISION, _HEAD) else 0


def next_of(line: bytes) -> str:
    """The name of the following segment in the line that ends a segment."""
    start = _HEAD + len(_NEXT)
    return line[start:line.index(b'"', start)].decode()


def may_end(data: bytes) -> bool:
    """Whether the last of these lines ends a segment (sometimes True where it does not)."""
    return _NEXT in data[-2 * _HEAD - len(_NEXT):]


def needle(key: str) -> bytes:
    """What every line contains that writes the key."""
    return text.data(key)


def prefix_needle(prefix: str) -> bytes:
    """What every line contains that writes a key with the prefix."""
    return text.data(prefix)[:-1]


def keys_of(line: bytes) -> list:
    """The keys a commit wrote, without reading its values."""
    start = line.index(b'"keys":[', _NUMBER) + 8
    keys = line[start:line.index(b'],"ops":[', start)].decode()
    return keys[1:-1].split('","') if "\\" not in keys else json.loads(f"[{keys}]")


class Record:
    """A commit read back."""

    __slots__ = ("revision", "operations", "note", "unit", "_by_key")

    def __init__(self, line: bytes):
        content = json.loads(line)
        self.revision = content["revision"]
        self.operations = content["ops"]
        self.note = content.get("note")
        self.unit = content.get("unit", self.revision)
        self._by_key = {operation.get("put") or operation["delete"]: operation for operation in self.operations}

    def keys(self) -> list:
        """The keys it wrote, in order."""
        return list(self._by_key)

    def operation(self, key: str) -> dict:
        """The operation on one key (a commit has at most one)."""
        return self._by_key[key]

    def sum_of(self, key: str):
        """(revision, checksum) of the key's file after this commit, as the sums have it; None when it deleted the key."""
        operation = self.operation(key)
        return (self.revision, int(operation["file"], 16)) if "put" in operation else None

    def after(self, key: str):
        """The Entry of the key after this commit; None when it deleted the key."""
        operation = self.operation(key)
        return Entry(key, stamped(operation["value"], self.revision), self.revision) if "put" in operation else None

    def before(self, key: str):
        """The Entry of the key before this commit; None when there was none."""
        return former(key, self.operation(key))

    def event(self, key: str) -> Event:
        """The change of one key."""
        operation = self.operation(key)
        value = stamped(operation["value"], self.revision) if "put" in operation else None
        if operation["was"] is None:  # adopted over an unknown value: a watcher needs some former state, the best is this one
            previous = Entry(key, stamped(value or {}, operation["from"]), operation["from"])
        else:
            previous = former(key, operation)
        return Event("DELETE" if value is None else "PUT", key, value, previous, self.revision)


def former(key, operation):
    """The Entry that an operation replaced, or None."""
    if not operation["from"]:
        return None
    if operation["was"] is None:
        raise StoreError(f"{key}: its value at revision {operation['from']} is unknown: the file was edited after the journal forgot it")
    value = operation["was"] if "delete" in operation else patched(operation["value"], operation["was"])
    return Entry(key, stamped(value, operation["from"]), operation["from"])
