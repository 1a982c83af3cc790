"""From client-side to server-side apply: the managedFields of a client-side manager handed over to a server-side one.

What kubectl does after its first server-side apply of an object; mirrors client-go's csaupgrade. Entry lists in, entry lists out.
"""
from __future__ import annotations

from kubectl_lite.machinery.managedfields.sets import intersection, union

APPLY, UPDATE = "Apply", "Update"


def owners(entries: list[dict], operation: str, path: tuple) -> list[str]:
    """The managers whose entries of one operation own a path (a tuple of keys such as "f:data"), each once."""
    which: dict = {}
    for key in reversed(path):
        which = {key: which}
    return list(dict.fromkeys(e.get("manager", "") for e in entries or () if e.get("operation") == operation and intersection(e.get("fieldsV1") or {}, which)))


def upgraded(entries: list[dict], from_managers, to_manager: str, subresource: str = "") -> list[dict]:
    """The entries with all that the client-side managers own given to the server-side one; the same list when there is nothing to do."""
    for manager in from_managers:
        entries = _upgraded(entries, manager, to_manager, subresource)
    return entries


def _upgraded(entries, manager, to_manager, subresource):
    def at(name, operation):
        return lambda e: e.get("manager") == name and e.get("operation") == operation and (e.get("subresource") or "") == subresource
    old, new = at(manager, UPDATE), at(to_manager, APPLY)
    target = next((i for i, e in enumerate(entries) if new(e)), None)
    if target is None:
        target = next((i for i, e in enumerate(entries) if old(e)), None)
        if target is None:
            return entries
        entries = [*entries]
        entries[target] = {**entries[target], "manager": to_manager, "operation": APPLY}
    version = entries[target].get("apiVersion")
    same = next((e for e in entries if old(e) and e.get("apiVersion") == version), None)
    kept = [e if i != target or same is None else {**e, "fieldsV1": union(e.get("fieldsV1") or {}, same.get("fieldsV1") or {})} for i, e in enumerate(entries)]
    left = [e for e in kept if not old(e)]
    return left if left != entries else entries
