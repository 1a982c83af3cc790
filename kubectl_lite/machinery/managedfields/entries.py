"""managedFields entries, as objects carry them, to and from the managers' field sets.

A manager is identified by (name, operation, API version unless it applies, subresource). Mirrors fieldmanager's managedfields.go.
"""
from __future__ import annotations

from kubectl_lite.machinery.managedfields.sets import canonical, union
from kubectl_lite.machinery.managedfields.updater import Owned

APPLY, UPDATE = "Apply", "Update"
MAX_UPDATERS = 10
ANCIENT = "ancient-changes"


class Unreadable(Exception):
    """The entries are no managedFields; the text says why."""


def identifier(name: str, operation: str, version: str, subresource: str = "") -> tuple:
    """Who manages: appliers are the same in every version."""
    return name or "unknown", operation, "" if operation == APPLY else version, subresource


def decode(entries) -> tuple[dict, dict]:
    """({identifier: Owned}, {identifier: time}), of several entries of one manager the last; Unreadable when an entry is malformed."""
    managers, times = {}, {}
    for i, entry in enumerate(entries or ()):
        _check(i, entry)
        who = identifier(entry.get("manager") or "", entry["operation"], entry["apiVersion"], entry.get("subresource") or "")
        fields = _fields(i, entry.get("fieldsV1") or {})
        managers[who] = Owned(fields, entry["apiVersion"], entry["operation"] == APPLY)
        times[who] = entry.get("time")
    return managers, times


def _check(i, entry):
    if not isinstance(entry, dict) or entry.get("operation") not in (APPLY, UPDATE):
        raise Unreadable("operation must be `Apply` or `Update`")
    if not entry.get("apiVersion"):
        raise Unreadable("apiVersion must not be empty")
    kind = entry.get("fieldsType") or ""
    if kind != "FieldsV1":
        raise Unreadable(f'invalid fieldsType "{kind}" in managed fields entry {i}' if kind else f"missing fieldsType in managed fields entry {i}")


def _fields(i, written):
    try:
        return canonical(written)
    except (ValueError, AttributeError):  # the latter for the keys of an item that are no object
        raise Unreadable(f"error decoding managed fields entry {i}") from None


def encode(managers: dict, times: dict) -> list[dict]:
    """The entries in Kubernetes' order: by operation, time, manager, version, subresource."""
    return [_entry(who, owned, times.get(who)) for who, owned in
            sorted(managers.items(), key=lambda item: (item[0][1], times.get(item[0]) or "", item[0][0], item[1].version, item[0][3]))]


def _entry(who, owned, time):
    entry = {"manager": who[0], "operation": who[1], "apiVersion": owned.version}
    if time:
        entry["time"] = time
    entry["fieldsType"] = "FieldsV1"
    entry["fieldsV1"] = owned.fields
    if who[3]:
        entry["subresource"] = who[3]
    return entry


def cap(managers: dict, times: dict, most: int = MAX_UPDATERS) -> None:
    """Merge the oldest updaters of a version into one until at most `most` remain; both arguments are changed."""
    updaters = [who for who, owned in managers.items() if not owned.applied]
    left = len(updaters)
    if left <= most:
        return
    first: dict = {}
    for who in sorted(updaters, key=lambda who: (times.get(who) or "", who)):
        if left <= most:
            return
        owned = managers[who]
        if owned.version not in first:
            first[owned.version] = who
            continue
        bucket = identifier(ANCIENT, UPDATE, owned.version)
        if bucket not in managers:
            managers[bucket] = managers.pop(first[owned.version])
        managers[bucket] = owned._replace(fields=union(owned.fields, managers[bucket].fields))
        del managers[who]
        times[bucket] = times.get(who)
        left -= 1
