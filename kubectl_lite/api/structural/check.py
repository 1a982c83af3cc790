"""Validation of custom objects by their OpenAPI schema: field errors with the texts of kube-openapi.

An update is held only to what it changes (ratcheting): a value equal to its old one is not looked at.
"""
from __future__ import annotations

from kubectl_lite.api.structural.formats import fits
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path
from kubectl_lite.machinery.patch.json import equal

ABSENT = object()
NUMBERS = ("integer", "number")


def check(value, schema: dict, path: Path = Path(""), old=ABSENT) -> list:
    """The field errors of a value; `path` is where it stands, `old` what stood there before."""
    walk = Walk(str(path))
    walk.value(value, schema, "", old)
    return walk.problems


class Walk:
    """One validation. Paths in texts are relative to the value (`name`), those of field errors absolute."""
    __slots__ = ("base", "problems")

    def __init__(self, base=""):
        self.base, self.problems = base, []

    def value(self, value, schema, name, old=ABSENT):
        if old is not ABSENT and equal(value, old):
            return
        if not self.type(value, schema, name) or value is None:
            self.enum(value, schema, name)
            return
        if isinstance(value, str):
            self.text(value, schema, name)
        elif isinstance(value, bool):
            pass
        elif isinstance(value, (int, float)):
            self.number(value, schema, name)
        self.combinations(value, schema, name)
        if isinstance(value, list):
            self.items(value, schema, name, old)
        self.enum(value, schema, name)
        if isinstance(value, dict):
            self.map(value, schema, name, old)

    def path(self, name):
        return Path(".".join(p for p in (self.base, name) if p) or "<nil>")

    def add(self, kind, name, value, detail):
        self.problems.append(field.FieldError(kind, self.path(name), value, detail))

    def says(self, name, value, text):
        self.add("invalid", name, value, f"{name} in body {text}")

    def type(self, value, schema, name) -> bool:
        """Whether the value has the schema's type; if not, that is said."""
        wanted = types(schema)
        if value is None:
            if not wanted or schema.get("nullable"):
                return True
            self.add("typeinvalid", name, "null", f'{name} in body must be of type {",".join(wanted)}: "null"')
            return False
        have = type_of(value)
        if not wanted or have in wanted or have == "integer" and "number" in wanted or have == "number" and "integer" in wanted and float(value).is_integer():
            return True
        self.add("typeinvalid", name, have, f'{name} in body must be of type {",".join(wanted)}: "{have}"')
        return False

    def enum(self, value, schema, name):
        allowed = schema.get("enum")
        if allowed and not any(equal(value, a) for a in allowed):
            shown = [a if isinstance(a, str) else field.go_json(a) for a in allowed]
            self.problems.append(field.not_supported(self.path(name), value, shown))

    def text(self, value, schema, name):
        size = len(value)
        if size > schema.get("maxLength", size):
            self.problems.append(field.too_long(self.path(name), schema["maxLength"]))
        elif size < schema.get("minLength", 0):
            self.says(name, value, f"should be at least {schema['minLength']} chars long")
        elif schema.get("pattern") and not matches(schema["pattern"], value):
            self.says(name, value, f"should match '{schema['pattern']}'")
        if schema.get("format") and not fits(schema["format"], value):
            self.add("typeinvalid", name, value, f"{name} in body must be of type {schema['format']}: {field.go_quote(value)}")

    def number(self, value, schema, name):
        factor, most, least = schema.get("multipleOf"), schema.get("maximum"), schema.get("minimum")
        if factor and not float(value / factor).is_integer():
            self.says(name, value, f"should be a multiple of {number_text(factor)}")
        if most is not None and (value >= most if schema.get("exclusiveMaximum") else value > most):
            self.says(name, value, f"should be less than {'' if schema.get('exclusiveMaximum') else 'or equal to '}{number_text(most)}")
        if least is not None and (value <= least if schema.get("exclusiveMinimum") else value < least):
            self.says(name, value, f"should be greater than {'' if schema.get('exclusiveMinimum') else 'or equal to '}{number_text(least)}")
        limit = {"int32": 1 << 31, "int64": 1 << 63}.get(schema.get("format"))
        if limit and not -limit <= value < limit:
            self.says(name, value, f"must be of type {schema['format']}, because: Checked value must be {schema['format']} with format {schema.get('type')}")

    def items(self, value, schema, name, old):
        below = schema.get("items")
        if isinstance(below, dict):
            before = old_items(value, schema, old)
            for i, item in enumerate(value):
                self.value(item, below, f"{name}[{i}]", before[i])
        size = len(value)
        if size < schema.get("minItems", 0):
            self.says(name, size, f"should have at least {schema['minItems']} items")
        if size > schema.get("maxItems", size):
            self.problems.append(field.too_many(self.path(name), size, schema["maxItems"]))

    def map(self, value, schema, name, old):
        size = len(value)
        if size < schema.get("minProperties", 0):
            self.says(name, size, f"should have at least {schema['minProperties']} properties")
            return
        if size > schema.get("maxProperties", size):
            self.problems.append(field.too_many(self.path(name), size, schema["maxProperties"]))
            return
        properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
        for key in sorted(value):
            below = properties.get(key, others)
            if isinstance(below, dict):
                before = old.get(key, ABSENT) if isinstance(old, dict) else ABSENT
                self.value(value[key], below, f"{name}.{key}" if name else key, before)
        for key in schema.get("required") or ():
            if key not in value:
                self.problems.append(field.required(self.path(f"{name}.{key}" if name else key)))

    def combinations(self, value, schema, name):
        """allOf, anyOf, oneOf and not."""
        if schema.get("anyOf") and all(self.tried(value, s, name) for s in schema["anyOf"]):
            self.add("invalid", name, "", f'"{name}" must validate at least one schema (anyOf)')
            self.problems += min((self.tried(value, s, name) for s in schema["anyOf"]), key=len)
        if schema.get("oneOf"):
            failed = [self.tried(value, s, name) for s in schema["oneOf"]]
            valid = sum(not f for f in failed)
            if valid != 1:
                found = "Found none valid" if not valid else f"Found {valid} valid alternatives"
                self.add("invalid", name, "", f'"{name}" must validate one and only one schema (oneOf). {found}')
                self.problems += min(failed, key=len) if not valid else []
        if schema.get("allOf"):
            failed = [f for s in schema["allOf"] if (f := self.tried(value, s, name))]
            if failed:
                for f in failed:
                    self.problems += f
                self.add("invalid", name, "", f'"{name}" must validate all the schemas (allOf)' + ("" if len(failed) < len(schema["allOf"]) else ". None validated"))
        if isinstance(schema.get("not"), dict) and not self.tried(value, schema["not"], name):
            self.add("invalid", name, "", f'"{name}" must not validate the schema (not)')

    def tried(self, value, schema, name):
        walk = Walk(self.base)
        walk.value(value, schema, name)
        return walk.problems


def types(schema: dict) -> list[str]:
    """The types a schema accepts, [] for any."""
    if schema.get("x-kubernetes-int-or-string"):
        return ["integer", "string"]
    return [schema["type"]] if schema.get("type") else []


def type_of(value) -> str:
    """The JSON type of a value as schemas name it."""
    if isinstance(value, bool):
        return "boolean"
    return {str: "string", int: "integer", float: "number", list: "array", dict: "object"}[type(value)]


def matches(pattern: str, value: str) -> bool:
    """Whether a Go regular expression matches somewhere in a text; one that Python cannot read matches nothing."""
    import re
    try:
        return re.search(pattern.replace("\\z", "\\Z"), value) is not None
    except re.error:
        return False


def number_text(value) -> str:
    """A bound as Go prints the float64 it is."""
    from kubectl_lite.machinery.gofloat import text
    return text(float(value))


def old_items(value, schema, old) -> list:
    """What each item of a list was before, where items can be told apart by keys."""
    keys = schema.get("x-kubernetes-list-map-keys")
    if not isinstance(old, list) or schema.get("x-kubernetes-list-type") != "map" or not keys:
        return [ABSENT] * len(value)
    before = {}
    for item in old:
        if isinstance(item, dict):
            before[_key(item, keys)] = item
    return [before.get(_key(item, keys), ABSENT) if isinstance(item, dict) else ABSENT for item in value]


def _key(item, keys):
    return tuple(repr(item.get(k)) for k in keys)
