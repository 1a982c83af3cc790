"""Schema nodes: one object per type that knows how its values are compared, listed, merged and pruned by field ownership.

`Leaf` is owned as a whole (scalars, atomic lists and maps), `Map` field by field, `Items` (items.py) element by element (sets, lists with keys),
`Anything` by what the value turns out to be. Values are never changed; results may share parts with their arguments.
Mirrors structured-merge-diff's typed package: everything/changed are its compare walk, field_set its ToFieldSet.
"""
from __future__ import annotations

from kubectl_lite.machinery.managedfields.sets import MEMBER, SELF, children, is_member


WHOLE = ("list", "map")  # what a leaf expects that has no scalars: atomic lists and maps


class Undeclared(Exception):
    """A value does not fit its schema; `args[0]` says why. Ownership of such an object cannot be tracked."""


class Leaf:
    """A value that has one owner."""
    __slots__ = ("expects",)
    fields: dict = {}
    item = None

    def __init__(self, expects=""):
        self.expects = expects

    def everything(self, value) -> dict:
        return MEMBER

    def changed(self, key, old, new, added, removed, modified) -> None:
        modified[key] = MEMBER

    def field_set(self, value):
        return MEMBER

    def child(self, name):
        return None

    def remove(self, value, which):
        return None if isinstance(value, (dict, list)) else value


class Composite:
    """What Map and Items share."""
    __slots__ = ()

    def changed(self, key, old, new, added, removed, modified) -> None:
        """File the differences of two values below `key` of the three sets."""
        if not old and not new:
            modified[key] = MEMBER
            return
        more, less, other = {}, {}, {}
        if not old:
            more = children(self.everything(new))
        elif not new:
            less = children(self.everything(old))
        else:
            self.compare(old, new, more, less, other)
        for into, found in ((added, more), (removed, less), (modified, other)):
            if found:
                into[key] = found


class Map(Composite):
    """A struct, or a map whose entries are owned one by one. `fields` {name: (key, node)}, `item` the node of other entries or None.

    `plans` remembers what everything() makes of a struct with certain fields: structs of a kind are much alike.
    """
    __slots__ = ("fields", "item", "plans")

    def __init__(self):
        self.fields, self.item, self.plans = {}, None, {}

    def entry(self, name):
        """(path element, node) of an entry."""
        found = self.fields.get(name)
        if found is not None:
            return found
        if self.item is None:
            raise Undeclared(f".{name}: field not declared in schema")
        return "f:" + name, self.item

    def child(self, name):
        found = self.fields.get(name)
        return found[1] if found else self.item

    def everything(self, value) -> dict:
        """The node of a value that is there on one side only: itself and all below."""
        if not value or value.__class__ is not dict and not isinstance(value, dict):
            return MEMBER
        leaves, inner = self._plan(tuple(value))
        if not inner:
            return leaves
        out = leaves.copy()
        for name, key, node in inner:
            out[key] = node.everything(value[name])
        return out

    def _plan(self, names):
        """(the set of the fields of these names as if all were leaves, [(name, key, node)] of those that are none)."""
        known = self.plans.get(names)
        if known:
            return known
        if self.item.__class__ is Leaf and not self.fields:
            return {SELF: MEMBER, **{"f:" + name: MEMBER for name in sorted(names)}}, ()
        leaves, inner = {SELF: MEMBER}, []
        for name in sorted(names):
            key, node = self.entry(name)
            leaves[key] = MEMBER
            if node.__class__ is not Leaf:
                inner.append((name, key, node))
        if self.item is None:
            self.plans[names] = leaves, inner
        return leaves, inner

    def beyond(self, zero: dict, value: dict) -> dict:
        """The fields in which a value differs from a zero value: what the maker of a new object owns."""
        leaves, inner = self._plan(tuple(value))
        out = children(leaves)
        for name, key, node in inner:
            below = node.beyond(zero[name], value[name]) if zero.get(name) else node.everything(value[name])
            out[key] = children(below) if name in zero else below
            if not below and zero.get(name):
                del out[key]
        for name, before in zero.items():
            if name in value and value[name] == before:
                out.pop("f:" + name, None)
        return out

    def compare(self, old, new, added, removed, modified) -> None:
        old, new = old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}
        fields = self.fields
        for name in sorted(new):
            value, (key, node) = new[name], fields.get(name) or self.entry(name)
            if name not in old:
                added[key] = node.everything(value)
            elif (before := old[name]) != value:
                node.changed(key, before, value, added, removed, modified)
        for name in sorted(old.keys() - new.keys()):
            key, node = self.entry(name)
            removed[key] = node.everything(old[name])

    def field_set(self, value):
        """The fields that an applied value names."""
        out = {}
        for name in sorted(value or ()):
            item, (key, node) = value[name], self.entry(name)
            found = MEMBER if node.__class__ is Leaf else node.field_set(item)
            if item is None or item.__class__ is dict and not item or found is MEMBER:
                out[key] = MEMBER
            elif name not in self.fields:
                out[key] = {SELF: MEMBER, **found} if found else MEMBER
            elif found:
                out[key] = found
        return out

    def remove(self, value, which):
        """The value without the members of a set; None when nothing is left."""
        if not isinstance(value, dict) or not value:
            return None
        out = {}
        for name, item in value.items():
            part = which.get("f:" + name)
            if part is not None:
                if is_member(part):
                    continue
                item = self.child(name).remove(item, part)
            out[name] = item
        return out or None


class Anything:
    """A value of no declared type: objects are maps of anything, the rest is a leaf."""
    __slots__ = ("map",)
    fields: dict = {}
    item = None

    def __init__(self):
        self.map = Map()
        self.map.item = self

    def child(self, name):
        return self

    def everything(self, value) -> dict:
        return self.map.everything(value) if isinstance(value, dict) else MEMBER

    def changed(self, key, old, new, added, removed, modified) -> None:
        if isinstance(old, dict) and isinstance(new, dict) or old is None and isinstance(new, dict) or new is None and isinstance(old, dict):
            self.map.changed(key, old, new, added, removed, modified)
            return
        modified[key] = MEMBER
        for side, value in ((removed, old), (added, new)):
            below = children(self.everything(value))
            if below:
                side[key] = below

    def field_set(self, value):
        return self.map.field_set(value) if isinstance(value, dict) else MEMBER

    def remove(self, value, which):
        return self.map.remove(value, which) if isinstance(value, dict) else None if isinstance(value, list) else value


def named_fields_as_members(which: dict, node) -> dict:
    """The set with each declared field that has members below it made a member itself (SMD's EnsureNamedFieldsAreMembers)."""
    out = {}
    for key, part in which.items():
        if key == SELF or not part:
            out[key] = part
            continue
        name = key[2:] if key[0] == "f" else None
        part = named_fields_as_members(part, _below(node, key))
        if name is not None and node is not None and name in node.fields and SELF not in part:
            part = {SELF: MEMBER, **part}
        out[key] = part
    return out


def _below(node, key):
    """The node of a path element; None where nothing is declared."""
    if node is None or key[0] not in "fk":
        return None
    return node.child(key[2:]) if key[0] == "f" else node.item


def settled(which: dict, node) -> dict:
    """The set after its schema changed: what was owned in parts and now is one thing is owned as such; the same set where nothing is.

    What was one thing and now has parts stays as it is owned. Mirrors SMD's ReconcileFieldSetWithSchema.
    """
    out = which
    for key, part in which.items():
        below = _below(node, key) if part and key != SELF else None
        if below is None:
            continue
        now = MEMBER if isinstance(below, Leaf) and below.expects in WHOLE else settled(part, below)
        if now is not part:
            out = {**out, key: now}
    return out
