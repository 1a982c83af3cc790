"""Leaves metadata.managedFields out of what is printed (kubectl's OmitManagedFieldsPrinter)."""
from __future__ import annotations


def without_managed_fields(obj: dict) -> dict:
    """The object, or the list of objects, without managed fields; the argument is not changed."""
    if isinstance(obj.get("items"), list) and str(obj.get("kind", "")).endswith("List"):
        return {**obj, "items": [_without(item) if isinstance(item, dict) else item for item in obj["items"]]}
    return _without(obj)


def _without(obj: dict) -> dict:
    meta = obj.get("metadata")
    if not isinstance(meta, dict) or "managedFields" not in meta:
        return obj
    return {**obj, "metadata": {key: value for key, value in meta.items() if key != "managedFields"}}
