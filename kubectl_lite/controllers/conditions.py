"""Conditions: lists of {type, status, reason, message, …} in a status. Pure; lists that come in are never changed."""
from __future__ import annotations


def find(conditions, type_: str) -> dict | None:
    """The condition of a type, or None."""
    return next((c for c in conditions or () if c["type"] == type_), None)


def is_true(conditions, type_: str) -> bool:
    found = find(conditions, type_)
    return found is not None and found["status"] == "True"


def without(conditions, type_: str) -> list:
    """The list without the conditions of a type."""
    return [c for c in conditions or () if c["type"] != type_]


def replaced(conditions, condition: dict) -> list:
    """The list with this condition at the end in place of the others of its type."""
    return without(conditions, condition["type"]) + [condition]


def put(conditions, condition: dict) -> list:
    """The list with this condition in the place of the one of its type, or at the end."""
    if find(conditions, condition["type"]) is None:
        return list(conditions or ()) + [condition]
    return [condition if c["type"] == condition["type"] else c for c in conditions]


def moved(conditions, type_: str, status: str, reason: str, message: str, now: str, **more) -> list:
    """The list with the condition set in place; lastTransitionTime moves only when the status does."""
    old = find(conditions, type_)
    since = old["lastTransitionTime"] if old and old["status"] == status and old.get("lastTransitionTime") else now
    return put(conditions, {"type": type_, "status": status, "lastTransitionTime": since, "reason": reason, "message": message, **more})
