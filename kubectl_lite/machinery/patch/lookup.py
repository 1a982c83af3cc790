"""What strategic merge patch must know of a type: how each field is merged. `Lookup` reads it from schema facts, `NoTypes` knows nothing."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.machinery.patch.errors import PatchError

RETAIN_KEYS, REPLACE, MERGE = "retainKeys", "replace", "merge"

FieldRule = namedtuple("FieldRule", "type strategy retain_keys merge_key")  # type: a Lookup of the value, or of the items of a list


class Lookup:
    """The patch rules of one type. `definition(name)` gives the schema facts of a definition."""
    __slots__ = ("definition", "name", "values")

    def __init__(self, definition, name="", values=None):
        self.definition, self.name, self.values = definition, name, values

    def field(self, name: str) -> FieldRule:
        """The rule of a field; PatchError when the type has no such field."""
        if self.values is not None:
            return self._rule(self.values)
        fields = (self.definition(self.name).get("fields") if self.name else None) or {}
        found = fields.get(name)
        if found is None:
            raise PatchError(f'unable to find api field in struct {self.name.rpartition(".")[2]} for the json field "{name}"')
        return self._rule(found)

    def _rule(self, field):
        strategies = (field.get("patch-strategy") or "").split(",")
        retain = RETAIN_KEYS in strategies
        strategy = next((s for s in strategies if s and s != RETAIN_KEYS), "")
        value = field.get("items") or field
        below = Lookup(self.definition, value.get("ref", ""), value.get("values"))
        return FieldRule(below, strategy, retain, field.get("patch-merge-key") or "")
