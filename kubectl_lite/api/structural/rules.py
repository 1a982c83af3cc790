"""x-kubernetes-validations: the rules of a schema evaluated over a custom object. Mirrors apiextensions' schema/cel.

A rule sees `self`, the value it stands at, and `oldSelf`, what stood there before an update; a rule that speaks of oldSelf is evaluated
only where there is one (unless it takes it as an optional).
"""
from __future__ import annotations

import re
from functools import lru_cache

from kubectl_lite.api.structural.check import ABSENT, old_items
from kubectl_lite.machinery import cel, field
from kubectl_lite.machinery.cel import types as t
from kubectl_lite.machinery.cel.values import Optional, parse_duration, parse_timestamp
from kubectl_lite.machinery.field import Path
from kubectl_lite.machinery.patch.json import equal

RULES = "x-kubernetes-validations"
OLD = re.compile(r"\boldSelf\b")
FORMATS = {"date-time": t.TIMESTAMP, "date": t.TIMESTAMP, "duration": t.DURATION, "byte": t.BYTES}
SCALARS = {"integer": t.INT, "number": t.DOUBLE, "boolean": t.BOOL, "string": t.STRING}
KEYWORDS = ("true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while")
ESCAPES = (("__", "__underscores__"), (".", "__dot__"), ("-", "__dash__"), ("/", "__slash__"))
REASONS = {"FieldValueForbidden": "forbidden", "FieldValueRequired": "required", "FieldValueDuplicate": "duplicate", "FieldValueInvalid": "invalid"}
META = {"metadata": {"type": "object", "properties": {"name": {"type": "string"}, "generateName": {"type": "string"}}},
        "apiVersion": {"type": "string"}, "kind": {"type": "string"}}


def check(obj: dict, schema: dict, old: dict | None = None) -> list:
    """The field errors of all rules that an object breaks."""
    problems: list = []
    _value(obj, rooted(schema), Path(""), ABSENT if old is None else old, problems)
    return problems


def rooted(schema: dict) -> dict:
    """A root schema with what rules may see of the generic fields."""
    return {**schema, "properties": {**(schema.get("properties") or {}), **META}}


def _value(value, schema, path, old, problems):
    if value is None:
        return
    for rule in schema.get(RULES) or ():
        _rule(rule, value, schema, path, old, problems)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for i, (item, before) in enumerate(zip(value, old_items(value, schema, old))):
            _value(item, schema["items"], path.index(i), before, problems)
    elif isinstance(value, dict):
        properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
        for key in sorted(value):
            below = properties.get(key, others)
            if isinstance(below, dict):
                before = old.get(key, ABSENT) if isinstance(old, dict) else ABSENT
                _value(value[key], below, path.child(key) if key in properties else path.key(key), before, problems)


def _rule(rule, value, schema, path, old, problems):
    path = path or Path("<nil>")  # as Go prints the path of the object itself
    transition = bool(OLD.search(rule["rule"]))
    optional = bool(rule.get("optionalOldSelf"))
    if transition and old is ABSENT and not optional:
        return
    if not transition and old is not ABSENT and equal(value, old):
        return  # an update is held only to what it changes
    variables = {"self": native(value, schema)}
    if transition:
        before = None if old is ABSENT else native(old, schema)
        variables["oldSelf"] = Optional(before, old is not ABSENT) if optional else before
    kind = schema.get("type") or ("integer or string" if schema.get("x-kubernetes-int-or-string") else "")
    try:
        if program(rule["rule"], schema, optional).evaluate(variables) is True:
            return
    except cel.CompileError as e:
        problems.append(field.invalid(path, kind, f"rule compile error: {e}"))
        return
    except cel.EvaluationError as e:
        problems.append(field.invalid(path, kind, _trouble(e, rule)))
        return
    problems.append(_broken(rule, variables, schema, path, kind, optional))


def _trouble(problem, rule):
    said = (rule.get("message") or "").strip() or rule["rule"].strip()
    if "no such overload" in str(problem):
        return f"'{problem}': call arguments did not match a supported operator, function or macro signature for rule: {said}"
    if "cost limit exceeded" in str(problem):
        return f"'{problem}': no further validation rules will be run due to call cost exceeds limit for rule: {said}"
    return f"{problem} evaluating rule: {said}"


def _broken(rule, variables, schema, path, kind, optional):
    """The field error of a broken rule, in its own words and at the place it names."""
    text = (rule.get("message") or "").strip() or f"failed rule: {rule['rule'].strip()}"
    if rule.get("messageExpression"):
        try:
            said = program(rule["messageExpression"], schema, optional).evaluate(variables)
            if isinstance(said, str) and said.strip() and "\n" not in said:
                text = said.strip()
        except (cel.CompileError, cel.EvaluationError):
            pass  # the message stays
    at = Path(f"{path}{rule['fieldPath']}".removeprefix("<nil>").lstrip(".")) if rule.get("fieldPath") else path
    sort = REASONS.get(rule.get("reason") or "", "invalid")
    return field.FieldError(sort, at, kind, text)


def program(text: str, schema: dict, optional: bool = False):
    """A compiled expression over the type of a schema; CompileError when it does not fit it."""
    return _program(text, _Key(schema), optional)


class _Key:
    """A schema as a cache key: the schema object itself."""
    __slots__ = ("schema",)

    def __init__(self, schema):
        self.schema = schema

    def __hash__(self):
        return hash((len(self.schema), self.schema.get("type")))

    def __eq__(self, other):
        return self.schema is other.schema or self.schema == other.schema


@lru_cache(512)
def _program(text, key, optional):
    this = type_of(key.schema)
    return cel.compile(text, cel.Env({"self": this, "oldSelf": t.optional_of(this) if optional else this}))


def type_of(schema: dict) -> t.Type:
    """The type of the values of a schema."""
    kind = schema.get("type")
    if schema.get("x-kubernetes-int-or-string") or not kind:
        return t.DYN
    if kind == "array":
        items = schema.get("items")
        return t.list_of(type_of(items) if isinstance(items, dict) else t.DYN)
    if kind == "object":
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            return t.map_of(t.STRING, type_of(others))
        properties = dict(schema.get("properties") or {})
        if schema.get("x-kubernetes-embedded-resource"):
            properties.update(META)
        return t.object_of("object", {escaped(name): type_of(below) for name, below in properties.items()})
    return FORMATS.get(schema.get("format"), t.STRING) if kind == "string" else SCALARS.get(kind, t.DYN)


def escaped(name: str) -> str:
    """A property's name as expressions write it."""
    if name in KEYWORDS:
        return f"__{name}__"
    for raw, safe in ESCAPES:
        name = name.replace(raw, safe)
    return name


def native(value, schema: dict):
    """A JSON value as expressions see it by its schema: declared fields alone, times and durations as such."""
    if value is None or not isinstance(schema, dict):
        return value
    if isinstance(value, list):
        return [native(item, schema.get("items") or {}) for item in value]
    if isinstance(value, dict):
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            return {key: native(item, others) for key, item in value.items()}
        properties = dict(schema.get("properties") or {})
        if schema.get("x-kubernetes-embedded-resource"):
            properties.update(META)
        return {escaped(name): native(value[name], below) for name, below in properties.items() if name in value}
    return _scalar(value, schema)


def _scalar(value, schema):
    kind, form = schema.get("type"), schema.get("format")
    if kind == "number" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind != "string" or not isinstance(value, str) or form not in FORMATS:
        return value
    try:
        if form == "duration":
            return parse_duration(value)
        if form == "byte":
            import binascii
            return binascii.a2b_base64(value)
        return parse_timestamp(value if form == "date-time" else f"{value}T00:00:00Z")
    except ValueError:
        return value


def compile_problem(text: str, schema: dict, optional: bool = False, wanted: t.Type = t.BOOL) -> str:
    """Why an expression is no rule (or message) of a schema, "" when it is."""
    try:
        found = program(text, schema, optional).type
    except cel.CompileError as e:
        return f"compilation failed: {e}"
    if found in (wanted, t.DYN):
        return ""
    return "cel expression must evaluate to a bool" if wanted == t.BOOL else "messageExpression must evaluate to a string"
