"""The types of custom values as expressions see them, and how large values of a schema can become. Mirrors the conversion of schemas to CEL declarations.

Sizes are those of a request's JSON in bytes: what a schema leaves unbounded is bounded by the largest request.
"""
from __future__ import annotations

import re

from kubectl_lite.machinery.cel import types as t

MAX_REQUEST = 3 * 1024 * 1024
KEYWORDS = ("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while")
ESCAPES = {"__": "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__"}
META = {"metadata": {"type": "object", "properties": {"name": {"type": "string"}, "generateName": {"type": "string"}}},
        "apiVersion": {"type": "string"}, "kind": {"type": "string"}}
EMBEDDED, INT_OR_STRING = "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"
# format of a string: its type, the least and the most bytes of its JSON
FORMATS = {"duration": (t.DURATION, 3, 32), "date": (t.TIMESTAMP, 12, 12), "date-time": (t.TIMESTAMP, 21, 32)}
SCALARS = {"boolean": (t.BOOL, 4), "number": (t.DOUBLE, 1), "integer": (t.INT, 1)}


class Declared:
    """The type of a schema's values: `type` for the checker, the most elements and the least bytes of a value, and what is inside."""
    __slots__ = ("type", "most", "least", "item", "fields", "key")

    def __init__(self, type_, most=0, least=1, item=None, fields=None, key=None):
        self.type, self.most, self.least, self.item, self.fields, self.key = type_, most, least, item, fields, key

    def at(self, path) -> "Declared | None":
        """What stands at a path of field names, @items, @values and @keys; None where nothing is declared."""
        here = self
        for step in path:
            if here is None:
                return None
            if step in ("@items", "@values"):
                here = here.item
            elif step == "@keys":
                here = here.key or (KEY if here.item is not None and here.type.name == "map" else None)
            else:
                here = (here.fields or {}).get(step)
        return here


KEY = Declared(t.STRING, 0, 2)


def declare(schema: dict, resource: bool = False) -> Declared | None:
    """The declaration of a schema, None where expressions cannot see its values; `resource`: kind, apiVersion and metadata are there too."""
    if schema.get(INT_OR_STRING):
        return Declared(t.DYN, MAX_REQUEST - 2, 1)
    if resource:
        schema = with_meta(schema)
    maker = MAKERS.get(schema.get("type"))
    if maker:
        return maker(schema)
    scalar = SCALARS.get(schema.get("type"))
    return Declared(scalar[0], 0, scalar[1]) if scalar else None


def with_meta(schema: dict) -> dict:
    """A schema of resources with what expressions may see of the generic fields."""
    return {**schema, "type": "object", "properties": {**(schema.get("properties") or {}), **META}}


def below(schema: dict) -> Declared | None:
    """The declaration of a schema inside another."""
    return declare(schema, bool(schema.get(EMBEDDED)))


def _array(schema):
    items = schema.get("items")
    item = below(items) if isinstance(items, dict) else None
    if item is None:
        return None
    most = max(schema["maxItems"], 0) if schema.get("maxItems") is not None else (MAX_REQUEST - 2) // (item.least + 1)
    return Declared(t.list_of(item.type), most, 2, item)


def _object(schema):
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        item = below(others)
        if item is None:
            return None
        most = max(schema["maxProperties"], 0) if schema.get("maxProperties") is not None else (MAX_REQUEST - 2) // (item.least + 6)
        return Declared(t.map_of(t.STRING, item.type), most, 2, item)
    fields, least, required = {}, 2, schema.get("required") or ()
    for name, inner in (schema.get("properties") or {}).items():
        declared = below(inner)
        if declared is None:
            continue
        known = escaped(name)
        if known:
            fields[known] = declared
        if name in required and inner.get("default") is None:
            least += len(name.encode()) + declared.least + 4
    return Declared(t.object_of("object", {name: d.type for name, d in fields.items()}), 0, least, None, fields)


def _string(schema):
    form, limit = schema.get("format"), schema.get("maxLength")
    if form in FORMATS:
        type_, least, most = FORMATS[form]
        return Declared(type_, most, least)
    if form == "byte":
        return Declared(t.BYTES, max(limit, 0) if limit is not None else MAX_REQUEST - 2, 2)
    if limit is not None:
        return Declared(t.STRING, max(limit, 0) * 4, 2)  # a character has up to four bytes
    if schema.get("enum"):
        return Declared(t.STRING, max((len(v.encode()) for v in schema["enum"] if isinstance(v, str)), default=0), 2)
    return Declared(t.STRING, MAX_REQUEST - 2, 2)


MAKERS = {"array": _array, "object": _object, "string": _string}


def escaped(name: str) -> str:
    """A property's name as expressions write it, "" when they cannot."""
    if not re.fullmatch(r"[a-zA-Z_./-][a-zA-Z0-9_./-]*", name):
        return ""
    if name in KEYWORDS:
        return f"__{name}__"
    return re.sub("__|[./-]", lambda m: ESCAPES[m[0]], name)
