"""That a schema is structural: every field has a type, and logical combinations only restrict what is declared outside them."""
from __future__ import annotations

from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

PRESERVE, EMBEDDED, INT_OR_STRING = "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"
LEVELS = {"root": "must not be empty at the root", "item": "must not be empty for specified array items",
          "field": "must not be empty for specified object fields"}
NESTED = ("allOf", "anyOf", "oneOf")
FORBIDDEN_INSIDE = (("type", "must be empty to be structural"), ("additionalProperties", "must be undefined to be structural"),
                    ("default", "must be undefined to be structural"), ("title", "must be empty to be structural"),
                    ("description", "must be empty to be structural"), ("nullable", "must be false to be structural"),
                    (PRESERVE, "must be false to be structural"), (EMBEDDED, "must be false to be structural"), (INT_OR_STRING, "must be false to be structural"),
                    ("x-kubernetes-validations", "must be empty to be structural"))
UNCONVERTIBLE = (("id", "id"), ("$schema", "schema"), ("$ref", "$ref"), ("patternProperties", "patternProperties"), ("additionalItems", "additionalItems"),
                 ("definitions", "definitions"), ("dependencies", "dependencies"))
INT_AND_STRING = [{"type": "integer"}, {"type": "string"}]


def unfit(schema: dict) -> str:
    """Why a schema cannot even be read as a structural one, "" when it can."""
    from kubectl_lite.api.apiextensions.definition_schema import walk
    for key, name in UNCONVERTIBLE:
        if schema.get(key):
            return f"OpenAPIV3Schema '{name}' is not supported"
    if isinstance(schema.get("items"), list) and schema["items"]:
        return "OpenAPIV3Schema 'items' must be a schema, but is an array"
    return next((text for below in walk(schema) if (text := unfit(below))), "")


def check(schema: dict, path: Path) -> list:
    """The field errors of a schema that can be read as structural, sorted by their text as Kubernetes sorts them."""
    problems = _invariants(schema, "root", path) + _complete(schema, path)
    return sorted(problems, key=str)


def _invariants(schema, level, path):
    problems = []
    if isinstance(schema.get("items"), dict):
        problems += _invariants(schema["items"], "item", path / "items")
    for name, below in (schema.get("properties") or {}).items():
        problems += _invariants(below, "field", path.child("properties").key(name))
    problems += _type(schema, level, path) + _extensions(schema, path)
    problems += _values(schema, path)
    others = schema.get("additionalProperties")
    if others is not None:
        if level == "root":
            problems.append(field.forbidden(path / "additionalProperties", "must not be used at the root"))
        if isinstance(others, dict):
            problems += _invariants(others, "field", path / "additionalProperties")
    if level == "root" or schema.get(EMBEDDED):
        problems += _metadata(schema, path)
    return problems


def _type(schema, level, path):
    kind = schema.get("type") or ""
    if schema.get(EMBEDDED) and kind != "object":
        text = f"must be object if {EMBEDDED} is true"
        return [field.invalid(path / "type", kind, text) if kind else field.required(path / "type", text)]
    if not kind and not schema.get(INT_OR_STRING) and not schema.get(PRESERVE):
        return [field.required(path / "type", LEVELS[level])]
    if level == "root" and kind and kind != "object":
        return [field.invalid(path / "type", kind, "must be object at the root")]
    return []


def _extensions(schema, path):
    problems = []
    if schema.get(INT_OR_STRING):
        problems += [field.invalid(path / key, True, f"must be false if {INT_OR_STRING} is true") for key in (PRESERVE, EMBEDDED) if schema.get(key)]
    if schema.get("type") == "array" and not isinstance(schema.get("items"), dict) and not schema.get(PRESERVE):
        problems.append(field.required(path / "items", "must be specified"))
    if schema.get(EMBEDDED):
        if schema.get("additionalProperties") is not None:
            problems.append(field.forbidden(path / "additionalProperties", f"must not be used if {EMBEDDED} is set"))
        if not schema.get(PRESERVE) and not schema.get("properties"):
            problems.append(field.required(path / "properties", f"must not be empty if {EMBEDDED} is true without {PRESERVE}"))
    return problems


def _metadata(schema, path):
    problems, properties = [], schema.get("properties") or {}
    for name in ("kind", "apiVersion"):
        if name in properties and properties[name].get("type") != "string":
            problems.append(field.invalid(path.child("properties").key(name).child("type"), properties[name].get("type") or "", "must be string"))
    below = properties.get("metadata")
    if below is None:
        return problems
    at = path.child("properties").key("metadata")
    if below.get("type") != "object":
        problems.append(field.invalid(at / "type", below.get("type") or "", "must be object"))
    if {k for k in below if k not in ("type", "properties", "description")} or set(below.get("properties") or ()) - {"name", "generateName"}:
        problems.append(field.forbidden(at, "must not specify anything other than name and generateName, but metadata is implicitly specified"))
    return problems


def _values(schema, path):
    """The logical combinations of a structural schema; integer-or-string may spell its types out."""
    problems = []
    for key in NESTED:
        for i, below in enumerate(schema.get(key) or ()):
            if schema.get(INT_OR_STRING) and (key == "anyOf" and schema["anyOf"] == INT_AND_STRING or key == "allOf" and i == 0 and below.get("anyOf") == INT_AND_STRING):
                continue
            problems += _nested(below, (path / key).index(i))
    if isinstance(schema.get("not"), dict):
        problems += _nested(schema["not"], path / "not")
    return problems


def _nested(schema, path):
    problems = [field.forbidden(path / key, text) for key, text in FORBIDDEN_INSIDE if schema.get(key) not in (None, "", False)]
    if isinstance(schema.get("items"), dict):
        problems += _nested(schema["items"], path / "items")
    for name, below in (schema.get("properties") or {}).items():
        at = path.child("properties").key(name)
        if name == "metadata":
            problems.append(field.forbidden(at, "must not be specified in a nested schema"))
        problems += _nested(below, at)
    return problems + _values(schema, path)


def _complete(schema, path):
    """What a combination names must be declared outside of it."""
    problems = []
    for key in NESTED:
        for i, below in enumerate(schema.get(key) or ()):
            problems += _declared(schema, below, path, (path / key).index(i))
    if isinstance(schema.get("not"), dict):
        problems += _declared(schema, schema["not"], path, path / "not")
    if isinstance(schema.get("items"), dict):
        problems += _complete(schema["items"], path / "items")
    for name, below in (schema.get("properties") or {}).items():
        problems += _complete(below, path.child("properties").key(name))
    if isinstance(schema.get("additionalProperties"), dict):
        problems += _complete(schema["additionalProperties"], path / "additionalProperties")
    return problems


def _declared(schema, nested, path, at):
    problems, properties, others = [], schema.get("properties") or {}, schema.get("additionalProperties")
    if isinstance(nested.get("items"), dict):
        if isinstance(schema.get("items"), dict):
            problems += _declared(schema["items"], nested["items"], path / "items", at / "items")
        else:
            problems.append(field.required(path / "items", f"because it is defined in {at / 'items'}"))
    for name, below in (nested.get("properties") or {}).items():
        place, there = path.child("properties").key(name), at.child("properties").key(name)
        if name in properties:
            problems += _declared(properties[name], below, place, there)
        elif isinstance(others, dict):
            problems += _declared(others, below, path / "additionalProperties", there)
        else:
            problems.append(field.required(place, f"because it is defined in {there}"))
    for key in NESTED:
        for i, below in enumerate(nested.get(key) or ()):
            problems += _declared(schema, below, path, (at / key).index(i))
    return problems
