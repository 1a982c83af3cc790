"""The owners of an object's replicas as owners of its Scale, and back. Mirrors managedfields' ScaleHandler, with what it loses on the way.

`paths` maps each API version of the object's kind to the set of its replicas field (FieldsV1), or to None where that version has no scale.
"""
from __future__ import annotations

from kubectl_lite.machinery.managedfields import entries
from kubectl_lite.machinery.managedfields.sets import difference, intersection
from kubectl_lite.machinery.managedfields.updater import Owned

VERSION = "autoscaling/v1"
REPLICAS = {"f:spec": {"f:replicas": {}}}


def to_scale(parent: list, paths: dict) -> list:
    """The entries of an object as those of its Scale: whoever owns the replicas. Raises entries.Unreadable."""
    managers, times = entries.decode(parent)
    owners = {who: Owned(REPLICAS, VERSION, owned.applied) for who, owned in managers.items() if _owns(owned, paths)}
    return entries.encode(owners, times)


def to_parent(parent: list, scale: list, version: str, paths: dict) -> list:
    """The object's entries after its Scale was written in `version`: appliers are known again by their name, updaters get an entry (without time) beside their own."""
    managers, times = entries.decode(parent)
    scalers, _times = entries.decode(scale)
    kept = {}
    for who, owned in managers.items():
        if owned.version not in paths:
            continue
        if _owns(owned, paths) and scalers.pop(who, None) is None:
            owned = owned._replace(fields=difference(owned.fields, paths[owned.version]))
        if owned.fields:
            kept[who] = owned
    for who, owned in scalers.items():
        if intersection(owned.fields, REPLICAS):
            kept[who] = Owned(paths[version], version, owned.applied)
    return entries.encode(kept, times)


def _owns(owned, paths) -> bool:
    path = paths.get(owned.version)
    return path is not None and bool(intersection(owned.fields, path))
