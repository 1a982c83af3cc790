"""Merge patches of metadata: what label and annotate send."""
from __future__ import annotations

import copy


def changed(obj: dict, field: str, new: dict, remove: list[str], resource_version: str = "") -> dict:
    """A copy of the object with labels or annotations changed; an emptied map disappears."""
    meta = dict(obj.get("metadata") or {})
    values = {**(meta.get(field) or {}), **new}
    for key in remove:
        values.pop(key, None)
    meta[field] = values
    if not values:
        del meta[field]
    if resource_version:
        meta["resourceVersion"] = resource_version
    return {**obj, "metadata": meta}


def merge_patch(old, new):
    """The JSON merge patch that leads from old to new (jsonpatch.CreateMergePatch)."""
    patch = {}
    for key in old.keys() | new.keys():
        if key not in new:
            patch[key] = None
        elif key not in old:
            patch[key] = copy.deepcopy(new[key])
        elif old[key] != new[key]:
            both = isinstance(old[key], dict) and isinstance(new[key], dict)
            patch[key] = merge_patch(old[key], new[key]) if both else copy.deepcopy(new[key])
    return dict(sorted(patch.items()))


def without_version(obj: dict) -> dict:
    """The object without its resourceVersion, so that one set later is always sent."""
    meta = obj.get("metadata")
    if not isinstance(meta, dict):
        return obj
    return {**obj, "metadata": {k: v for k, v in meta.items() if k != "resourceVersion"}}


def annotation_patch(name: str, value) -> dict:
    """A merge patch that sets one annotation."""
    return {"metadata": {"annotations": {name: value}}}
