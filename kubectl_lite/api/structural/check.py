"""Validation of custom objects by their OpenAPI schema: field errors with the texts of kube-openapi, in the order of its validators.

An update is held only to what it changes (ratcheting): a value equal to its old one is not looked at.
"""
from __future__ import annotations

from kubectl_lite.api.structural import bounds
from kubectl_lite.api.structural.formats import fits, known
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path
from kubectl_lite.machinery.patch.json import equal

ABSENT = object()
RULES = "x-kubernetes-validations"
JSON_TYPES = ((bool, "boolean", ""), (str, "string", ""), (int, "integer", "int64"), (float, "number", "float64"), (list, "array", ""), (dict, "object", ""))


def check(value, schema: dict, path: Path = Path(""), old=ABSENT, every_format: bool = False) -> list:
    """The field errors of a value; `path` is where it stands, `old` what stood there before.

    Custom objects are checked by the formats that custom resources support; `every_format` adds those of numbers, as defaults in schemas have it.
    """
    walk = Walk(str(path), every_format)
    walk.value(value, schema, "", old)
    return walk.problems


class Walk:
    """One validation. Paths in texts are relative to the value (`name`), those of field errors absolute.

    `matches` counts the checks that went well: of several alternatives that all fail, the one that fits best is reported.
    """
    __slots__ = ("base", "every_format", "problems", "matches")

    def __init__(self, base="", every_format=False):
        self.base, self.every_format, self.problems, self.matches = base, every_format, [], 0

    def value(self, value, schema, name, old=ABSENT):
        if old is not ABSENT and equal(value, old):
            return
        self.type(value, schema, name)
        if value is not None:
            self.combinations(value, schema, name)
            if isinstance(value, str):
                self.text(value, schema, name)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                self.number(value, schema, name)
            elif isinstance(value, list):
                self.items(value, schema, name, old)
        self.enum(value, schema, name)
        if isinstance(value, dict):
            self.map(value, schema, name, old)
        self.matches += 4

    def path(self, name):
        return Path(".".join(p for p in (self.base, name) if p) or "<nil>")

    def add(self, kind, name, value, detail):
        self.problems.append(field.FieldError(kind, self.path(name), value, detail))

    def says(self, name, value, text):
        self.add("invalid", name, value, f"{name} in body {text}")

    def of_all(self, text):
        """A problem without a place of its own: it is reported at the value that is being validated."""
        self.add("invalid", "", "", text)

    def is_no(self, name, wanted, have):
        self.add("typeinvalid", name, have, f"{name} in body must be of type {wanted}: {field.go_quote(have)}")

    def format(self, schema):
        form = schema.get("format") or ""
        return form if self.every_format or known(form) else ""

    def type(self, value, schema, name):
        wanted, form = types(schema), self.format(schema)
        if not wanted and not form:
            return
        self.matches += 1
        if value is None:
            if wanted and not schema.get("nullable"):
                self.is_no(name, ",".join(wanted), "null")
            return
        have, own_format = next((kind, own) for python, kind, own in JSON_TYPES if isinstance(value, python))
        right = have in wanted or "integer" in wanted and have == "number" and bounds.is_integral(value) or "number" in wanted and have == "integer"
        numeric = "integer" in wanted or "number" in wanted
        if form and not numeric and isinstance(value, (str, list)):
            right = True  # its format is checked as such
        elif form and not right and not isinstance(value, (str, list)) and own_format != form:
            self.is_no(name, form, own_format)
            return
        if right:
            self.matches += 1
        else:
            self.is_no(name, ",".join(wanted), have)

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
        elif schema.get("pattern"):
            self.pattern(schema["pattern"], value, name)
        if schema.get("format") and not fits(schema["format"], value):
            self.is_no(name, schema["format"], value)

    def pattern(self, pattern, value, name):
        from kubectl_lite.machinery.goregex import GoRegexError, compiled
        try:
            if not compiled(pattern).search(value):
                self.says(name, value, f"should match '{pattern}'")
        except GoRegexError as e:
            self.says(name, value, f"should match '{pattern}, but pattern is invalid: {e}'")

    def number(self, value, schema, name):
        kind, form = next(iter(types(schema)), ""), self.format(schema)
        unfit = bounds.unfit(value, kind, form, "Checked", name)
        if unfit:
            self.of_all(unfit)
        for shown, text in bounds.problems(value, schema, kind, form, name):
            if shown is None:
                self.of_all(text)
            else:
                self.add("invalid", name, shown, text)
        self.matches += 1

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
                self.value(value[key], below, f"{name}.{key}" if name else key, old.get(key, ABSENT) if isinstance(old, dict) else ABSENT)
            elif below is False:
                self.add("invalid", name, key, f"{name}.{key} in body is a forbidden property")
        for key in schema.get("required") or ():
            if key not in value:
                self.problems.append(field.required(self.path(f"{name}.{key}" if name else key)))

    def combinations(self, value, schema, name):
        """anyOf, oneOf, allOf and not."""
        if schema.get("anyOf"):
            tries = self.tries(value, schema["anyOf"], name)
            if all(t.problems for t in tries):
                self.of_all(f'"{name}" must validate at least one schema (anyOf)')
                self.problems += best(tries).problems
        if schema.get("oneOf"):
            tries = self.tries(value, schema["oneOf"], name)
            valid = sum(not t.problems for t in tries)
            if valid != 1:
                found = "Found none valid" if not valid else f"Found {valid} valid alternatives"
                self.of_all(f'"{name}" must validate one and only one schema (oneOf). {found}')
                before_valid = tries[:next((i for i, t in enumerate(tries) if not t.problems), None)]
                self.problems += best(before_valid).problems if before_valid else []
        if schema.get("allOf"):
            tries = self.tries(value, schema["allOf"], name)
            self.problems += [p for t in tries for p in t.problems]
            failed = sum(bool(t.problems) for t in tries)
            if failed:
                self.of_all(f'"{name}" must validate all the schemas (allOf)' + (". None validated" if failed == len(tries) else ""))
        if isinstance(schema.get("not"), dict) and not self.tries(value, [schema["not"]], name)[0].problems:
            self.of_all(f'"{name}" must not validate the schema (not)')

    def tries(self, value, schemas, name):
        """A validation by each of several schemas."""
        walks = [Walk(self.base, self.every_format) for _ in schemas]
        for walk, schema in zip(walks, schemas):
            walk.value(value, schema, name)
        return walks


def best(tries: list[Walk]) -> Walk:
    """Of validations that failed, the first of those that went best."""
    return max(tries, key=lambda t: t.matches)


def types(schema: dict) -> list[str]:
    """The types a schema accepts, [] for any."""
    if schema.get("x-kubernetes-int-or-string"):
        return ["integer", "string"]
    return [schema["type"]] if schema.get("type") else []


def has_rules(schema) -> bool:
    """Whether a schema has x-kubernetes-validations anywhere."""
    if not isinstance(schema, dict):
        return False
    below = (*(schema.get("properties") or {}).values(), schema.get("items"), schema.get("additionalProperties"))
    return bool(schema.get(RULES)) or any(map(has_rules, below))


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
