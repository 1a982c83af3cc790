"""The schema node of lists whose items are owned one by one; see nodes.py for the others and for what they can do."""
from __future__ import annotations

from json.encoder import encode_basestring as quote

from kubectl_lite.machinery.managedfields.nodes import Composite, Undeclared
from kubectl_lite.machinery.managedfields.sets import MEMBER, SELF, is_member, ordered


class Items(Composite):
    """A list whose items are owned one by one: a set of scalars (no `keys`), or objects told apart by `keys` {name: default or None}."""
    __slots__ = ("keys", "item", "single")
    fields: dict = {}

    def __init__(self, keys, item):
        self.keys, self.item = keys, item
        self.single = next(iter(keys)) if len(keys) == 1 else None  # the only key, as most lists have it

    def child(self, name):
        return None

    def key(self, value) -> str:
        """The path element of an item; Undeclared when it has none."""
        if not self.keys:
            return self._set_key(value)
        if value.__class__ is dict and (only := value.get(self.single)).__class__ is str:
            return 'k:{"' + self.single + '":' + quote(only) + "}"
        if not isinstance(value, dict):
            raise Undeclared(f"associative list with keys may not have {'a null element' if value is None else 'non-map elements'}")
        parts = []
        for name, default in self.keys.items():
            if name in value:
                part = value[name]
            elif default is None:
                raise Undeclared(f'associative list with keys has an element that omits key field "{name}" (and doesn\'t have default value)')
            else:
                part = default
            parts.append(f'"{name}":{scalar_text(part)}')
        return "k:{" + ",".join(parts) + "}"

    @staticmethod
    def _set_key(value):
        if isinstance(value, dict):
            raise Undeclared("associative list without keys has an element that's a map type")
        if isinstance(value, list):
            raise Undeclared("not supported: associative list with lists as elements")
        if value is None:
            raise Undeclared("associative list without keys has an element that's an explicit null")
        return "v:" + scalar_text(value)

    def grouped(self, value) -> dict:
        """{path element: items}, in the order of the elements; more than one item where the list has doubles."""
        out: dict = {}
        for i, item in enumerate(value or ()):
            try:
                out.setdefault(self.key(item), []).append(item)
            except Undeclared as e:
                raise Undeclared(f"element {i}: {e.args[0]}") from None
        return {key: out[key] for key in ordered(out)} if len(out) > 1 else out

    def everything(self, value) -> dict:
        if not value or not isinstance(value, list):
            return MEMBER
        out = {SELF: MEMBER}
        for key, items in self.grouped(value).items():
            out[key] = self.item.everything(items[0]) if len(items) == 1 else MEMBER
        return out

    def compare(self, old, new, added, removed, modified) -> None:
        before, after = self.grouped(old), self.grouped(new)
        for name in ordered({**before, **after}):
            self._compare(name, before.get(name) or [], after.get(name) or [], added, removed, modified)

    def _compare(self, name, old, new, added, removed, modified):
        """One element of the path with its items before and after; doubles are owned as a whole."""
        if old == new:
            return
        if len(old) > 1 and len(new) > 1:
            modified[name] = MEMBER
        elif len(old) > 1:
            removed[name] = MEMBER
            if new:
                added[name] = self.item.everything(new[0])
        elif len(new) > 1:
            added[name] = MEMBER
            if old:
                removed[name] = self.item.everything(old[0])
        elif not old:
            added[name] = self.item.everything(new[0])
        elif not new:
            removed[name] = self.item.everything(old[0])
        else:
            self.item.changed(name, old[0], new[0], added, removed, modified)

    def field_set(self, value):
        out = {}
        for item in value or ():
            below = self.item.field_set(item)
            out[self.key(item)] = {SELF: MEMBER, **below} if below else MEMBER
        return {key: out[key] for key in ordered(out)}

    def remove(self, value, which):
        if not isinstance(value, list) or not value:
            return None
        out = []
        for item in value:
            part = which.get(self.key(item))
            if part is not None:
                if is_member(part):
                    continue
                item = self.item.remove(item, part)
            out.append(item)
        return out or None


def scalar_text(value) -> str:
    """A scalar as JSON; what should be one and is none, too."""
    if value.__class__ is str:
        return quote(value)
    if isinstance(value, (dict, list)):
        from kubectl_lite.machinery.field import go_json
        return go_json(value)
    if value is True:
        return "true"
    return "false" if value is False else "null" if value is None else str(value)
