"""A commit as a transaction of etcd: what is asked, and what the answer means. Pure.

The note of a commit is the value of one key, NOTE, written in the same transaction: etcd keeps the versions of a key as long as the rest of
its history, so each revision has its note, compaction forgets both together, and /registry/ is left to the keys of the cluster.
"""
from __future__ import annotations

import json

from kubectl_lite.storage import text
from kubectl_lite.storage.etcdclient import decoded, encoded
from kubectl_lite.storage.protocol import CompareFailed, Entry, Fenced, Put, StoreError
from kubectl_lite.storage.versioner import stamped, unstamped

NOTE = "/kubectl-lite/note"


def body(operations: list, note: dict | None, fence: tuple | None) -> dict:
    """The request; when a comparison fails it answers with the present entries, that of the fence last.

    Only a commit that certainly writes leaves a note: who deletes what is not there moves no revision.
    """
    fences = [fence] if fence else []
    guards = [(op.key, op.expected) for op in operations if op.expected is not None] + fences
    requests = [_request(op) for op in operations]
    if note and any(isinstance(op, Put) or op.expected for op in operations):
        requests.append({"request_put": {"key": encoded(NOTE), "value": encoded(text.data(note))}})
    keys = [op.key for op in operations] + [key for key, _ in fences]
    return {"compare": [{"key": encoded(key), "target": "MOD", "mod_revision": revision} for key, revision in guards],
            "success": requests, "failure": [{"request_range": {"key": encoded(key)}} for key in keys]}


def _request(op):
    if isinstance(op, Put):
        return {"request_put": {"key": encoded(op.key), "value": encoded(text.data(unstamped(op.value)))}}
    return {"request_delete_range": {"key": encoded(op.key)}}


def wrote(answer: dict) -> bool:
    """Whether a transaction that was done changed something: who deletes what is not there does not."""
    return any("response_put" in response or int(response.get("response_delete_range", {}).get("deleted", 0)) for response in answer.get("responses", []))


def currents(answer: dict) -> list:
    """The present Entry (or None) of each key that a failed transaction asked for."""
    found = []
    for response in answer.get("responses", []):
        kvs = response.get("response_range", {}).get("kvs")
        found.append(entry(kvs[0]) if kvs else None)
    return found


def failure(operations: list, fence: tuple | None, found: list) -> StoreError:
    """Why a transaction was not done, by the present entries."""
    if fence and fence[1] != _revision(found[-1]):
        return Fenced(f"{fence[0]} was written by another: this process may not write any more")
    for op, current in zip(operations, found):
        if op.expected is not None and op.expected != _revision(current):
            return CompareFailed(op.key, current)
    return StoreError("etcd refused a transaction without a reason")


def _revision(current):
    return current.revision if current else 0


def done_already(operations: list, found: list) -> bool:
    """Whether the keys are as the operations wanted them: then a transaction whose answer was lost has been done."""
    return all(_wanted(op, current) for op, current in zip(operations, found))


def _wanted(op, current):
    if not isinstance(op, Put):
        return current is None
    return current is not None and unstamped(current.value) == unstamped(op.value)


def entry(kv: dict) -> Entry:
    """An Entry from etcd's key-value. StoreError when the value is not ours to read."""
    key, revision = decoded(kv["key"]).decode(), int(kv["mod_revision"])
    try:
        return Entry(key, stamped(json.loads(decoded(kv["value"])), revision), revision)
    except (ValueError, AttributeError, TypeError):
        raise StoreError(f"{key} in etcd is not JSON as kubectl-lite writes it: it belongs to somebody else") from None
