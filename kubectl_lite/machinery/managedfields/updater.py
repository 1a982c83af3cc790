"""What a write does to the field sets of all managers: the rules of update and of apply, on sets and values alone.

`managers` maps an identifier to an Owned; it is never changed, a new one is returned. A `Version` is an object in one API version: its value
before and after, and its node. Mirrors structured-merge-diff's merge.Updater.
"""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.machinery.managedfields import typed
from kubectl_lite.machinery.managedfields.nodes import named_fields_as_members
from kubectl_lite.machinery.managedfields.sets import difference, intersection, paths, recursive_difference, union

Owned = namedtuple("Owned", "fields version applied")  # the set, the API version it is in, whether it was applied
Change = namedtuple("Change", "added removed modified")


class Conflicts(Exception):
    """An apply would change fields of other managers: `args[0]` is a list of (manager, path)."""


class Converter:
    """How this object looks in other API versions. The default knows one version only."""
    __slots__ = ("node",)

    def __init__(self, node):
        self.node = node

    def to(self, value, version):
        """(value, node) in another version, None when that version is not served any more."""
        return value, self.node

    def settled(self, managers: dict) -> dict:
        """The managers' sets where the schemas they were written by may have changed since."""
        return managers


def compare(node, old, new) -> Change:
    """The fields in which two objects differ."""
    change = Change({}, {}, {})
    node.compare(old, new, *change)
    return change


def without(change: Change, ignored) -> Change:
    """A change without the fields that this endpoint does not write."""
    return Change(*(ignored(part) for part in change)) if ignored else change


def update(converter, old, new, version, managers, manager, ignored=None) -> dict:
    """The managers after `manager` has updated old to new, in the API version `version`; `ignored` filters sets."""
    managers = converter.settled(managers)
    change = without(compare(converter.node, old, new), ignored)
    managers = _settle(converter, old, new, version, managers, manager, change, True)
    mine = managers.get(manager)
    fields = difference(mine.fields, change.removed) if mine else {}
    fields = union(union(fields, change.modified), change.added)
    if ignored:
        fields = ignored(fields)
    managers.pop(manager, None)
    if fields:
        managers[manager] = Owned(fields, version, False)
    return managers


def apply(converter, live, config, version, managers, manager, force, ignored=None) -> tuple:
    """(the new value, None when nothing changes; the managers) after `manager` applied config; Conflicts unless forced."""
    node, managers = converter.node, converter.settled(managers)
    merged = typed.merge(node, live, config)
    last = managers.get(manager)
    fields = node.field_set(config)
    managers = {**managers, manager: Owned(ignored(fields) if ignored else fields, version, True)}
    merged = _prune(converter, merged, managers, manager, last)
    change = without(compare(node, live, merged), ignored)
    managers = _settle(converter, live, merged, version, managers, manager, change, force)
    return (None if merged == live else merged), managers


def _settle(converter, old, new, version, managers, manager, change, force):
    """The managers after what changed was taken from all but one; Conflicts when that is not forced."""
    changes = {version: change}
    conflicts, kept = {}, {}
    for name, owned in managers.items():
        if name == manager:
            kept[name] = owned
            continue
        theirs = _change_in(converter, changes, owned.version, old, new)
        if theirs is None:
            continue  # their version is gone, and their claims with it
        conflict = intersection(owned.fields, union(theirs.modified, theirs.added))
        if conflict:
            conflicts[name] = conflict
        kept[name] = owned._replace(fields=difference(difference(owned.fields, conflict), theirs.removed))
    if conflicts and not force:
        raise Conflicts([(name, path) for name, fields in conflicts.items() for path in paths(fields)])
    return {name: owned for name, owned in kept.items() if owned.fields}


def _change_in(converter, changes, version, old, new):
    """The change as it looks in a manager's API version."""
    if version not in changes:
        before, after = converter.to(old, version), converter.to(new, version)
        changes[version] = compare(before[1], before[0], after[0]) if before and after else None
    return changes[version]


def _prune(converter, merged, managers, manager, last):
    """Remove what the manager applied last time, does not apply now, and nobody else owns."""
    if last is None or not last.fields:
        return merged
    converted = converter.to(merged, last.version)
    if converted is None:
        return merged
    value, node = converted
    lapsed = named_fields_as_members(last.fields, node)
    pruned = node.remove(value, lapsed) or {}
    pruned = _add_back_owned(converter, value, pruned, last.version, node, managers)
    gone = difference(_members(node, value), _members(node, pruned))
    value = node.remove(value, intersection(gone, lapsed)) or {}
    back = converter.to(value, managers[manager].version)
    return back[0] if back else value


def _members(node, value):
    return named_fields_as_members(node.field_set(value), node)


def _add_back_owned(converter, merged, pruned, version, node, managers):
    """Put back what any manager (the present one with its new configuration included) claims."""
    claimed: dict = {}
    for owned in managers.values():
        claimed[owned.version] = union(claimed.get(owned.version) or {}, owned.fields)
    for at in sorted(claimed, key=lambda v: v != version):
        kept = union(_members(node, pruned), named_fields_as_members(claimed[at], node))
        pruned = node.remove(merged, difference(_members(node, merged), kept)) or {}
    return pruned


def drop(which: dict):
    """A filter that leaves out the fields of a set and all below them."""
    return lambda fields: recursive_difference(fields, which)


def only(name: str):
    """A filter that keeps the fields below one top-level field alone."""
    return lambda fields: {name: fields[name]} if name in fields else {}

