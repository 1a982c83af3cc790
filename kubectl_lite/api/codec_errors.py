"""The texts of decoding problems: walks a value against its definition as Go's decoder does and says what is wrong where.

Used only after codec_types found that something is wrong. Two kinds of type error differ: Go's own (the first is reported after all) and
those of types with their own decoding (they end it at once, and win).
"""
from __future__ import annotations

import binascii

from kubectl_lite.api import schema
from kubectl_lite.api.codec_types import APIEXTENSIONS, INT_LIMITS, JSON_SCHEMA, META, Duplicates
from kubectl_lite.machinery import gotime, quantity
from kubectl_lite.machinery.field import go_quote


class Abort(Exception):
    """A type with its own decoding refused its value."""


def diagnose(value, name: str, document_order: bool = False) -> tuple[str, list[str]]:
    """(Go's type error or "", texts of unknown and duplicate fields in document order or sorted, without repetition)."""
    walk = Walk(document_order)
    try:
        walk.struct(value, name, "")
    except Abort as abort:
        return str(abort), []
    return walk.error, list(walk.strict)


class Walk:
    """One walk: the first saved error, the strict problems, and Go's error context (struct and field names)."""
    __slots__ = ("error", "strict", "within", "stack", "document_order")

    def __init__(self, document_order: bool):
        self.error, self.strict, self.within, self.stack, self.document_order = "", {}, "", [], document_order

    def pairs(self, value):
        if value.__class__ is Duplicates:
            return value.pairs
        return value.items() if self.document_order else sorted(value.items())

    def struct(self, value, name, path):
        """`path` is the strict path, as in spec.containers[0]."""
        special = SPECIAL.get(name)
        if special:
            return special(self, value, path)
        facts = schema.definition(name)
        if not isinstance(value, dict):
            return self.save(value, facts["go"])
        fields, seen = facts.get("fields") or {}, set()
        for key, item in self.pairs(value):
            at = f"{path}.{key}" if path else key
            if key in seen:
                self.strict[f"duplicate field {_quoted(at)}"] = None
            seen.add(key)
            if key not in fields:
                self.strict[f"unknown field {_quoted(at)}"] = None
            else:
                self.field(item, fields[key], facts["go"], key, at)

    def field(self, value, field, go, key, path):
        before, depth = self.within, len(self.stack)
        self.within = go.rpartition(".")[2]
        self.stack += [*field["in"].split("."), key] if "in" in field else [key]
        self.value(value, field, field["go"].split("|"), path)
        self.within = before
        del self.stack[depth:]

    def value(self, value, field, types, path):
        """`types` are Go's types from this value inwards."""
        if value is None:
            return
        if "ref" in field:
            self.struct(value, field["ref"], path)
        elif "items" in field:
            self.items(value, field, types, path)
        elif "values" in field:
            self.values(value, field, types, path)
        else:
            self.scalar(value, field, types[0])

    def items(self, value, field, types, path):
        if not isinstance(value, list):
            return self.save(value, types[0])
        for i, item in enumerate(value):
            self.value(item, field["items"], _inner(types), f"{path}[{i}]")

    def values(self, value, field, types, path):
        if not isinstance(value, dict):
            return self.save(value, types[0])
        seen = set()
        for key, item in self.pairs(value):
            if key in seen:
                self.strict[f"duplicate field {_quoted(f'{path}.{key}')}"] = None
            seen.add(key)
            self.value(item, field["values"], _inner(types), f"{path}.{key}")

    def scalar(self, value, field, go):
        kind = field.get("type")
        if kind == "string":
            if not isinstance(value, str):
                self.save(value, go)
            elif field.get("format") == "byte":
                self.save_text(base64_error(value))
        elif kind == "boolean":
            if not isinstance(value, bool):
                self.save(value, go)
        elif kind == "integer":
            self.integer(value, go, field.get("format") or "int64")
        elif kind == "number" and (isinstance(value, bool) or not isinstance(value, (int, float))):
            self.save(value, go)

    def integer(self, value, go, size):
        problem = integer_problem(value, size)
        if problem:
            self.save_text(self.unmarshal_error(problem, go))

    def save(self, value, go):
        self.save_text(self.unmarshal_error(json_kind(value), go))

    def save_text(self, text):
        self.error = self.error or text

    def unmarshal_error(self, what, go):
        place = f"Go struct field {self.within}.{'.'.join(self.stack)}" if self.stack else "Go value"
        return f"json: cannot unmarshal {what} into {place} of type {go}"


def _quoted(path):
    return go_quote(path)


def _inner(types):
    return types[1:] if len(types) > 1 else [types[0].removeprefix("[]").rpartition("]")[2]]


def json_kind(value) -> str:
    """What Go calls a JSON value in a type error."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "number"


def integer_problem(value, size: str) -> str:
    """What is wrong with a value for a Go integer, "" when nothing is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return json_kind(value)
    if value.__class__ is float and value.is_integer():
        value = int(value)
    limit = INT_LIMITS[size]
    return "" if isinstance(value, int) and -limit <= value < limit else f"number {number_text(value)}"


def number_text(value) -> str:
    """A number as it stood in the document, as far as it is known."""
    return getattr(value, "text", None) or repr(value)


def base64_error(text: str) -> str:
    """Go's text for bytes that are not base64, "" when they are: the offset of the first wrong byte."""
    digits, padding = 0, False
    data = text.encode("utf-8", "surrogatepass")
    for at, byte in enumerate(data):
        char = chr(byte)
        if char in "\r\n":
            continue
        if char == "=" and digits % 4 >= 2 and not padding:
            return _padding_error(data, at, digits % 4)
        if not (char.isascii() and (char.isalnum() or char in "+/")):
            return f"illegal base64 data at input byte {at}"
        digits += 1
    return f"illegal base64 data at input byte {len(data) - digits % 4}" if digits % 4 else ""


def _padding_error(data, at, digits):
    rest = bytes(b for b in data[at + 1:] if b not in b"\r\n")
    if digits == 2:
        if not rest:
            return f"illegal base64 data at input byte {len(data)}"
        if rest[:1] != b"=":
            return f"illegal base64 data at input byte {at + 1}"
        rest, at = rest[1:], at + 1
    return f"illegal base64 data at input byte {at + 1}" if rest else ""


def _quantity(walk, value, _path):
    try:
        quantity.parse(value)
    except ValueError as wrong:
        raise Abort(str(wrong)) from None


def _int_or_string(walk, value, _path):
    problem = "" if isinstance(value, str) else integer_problem(value, "int32")
    if problem:
        raise Abort(walk.unmarshal_error(problem, "int32"))


def _time(normal):
    def check(walk, value, _path):
        if not isinstance(value, str):
            raise Abort(walk.unmarshal_error(json_kind(value), "string"))
        try:
            normal(value)
        except ValueError as wrong:
            raise Abort(str(wrong)) from None
    return check


def _raw(walk, value, path):
    """Raw JSON takes everything."""


def _empty_struct(go):
    def check(walk, value, path):
        if not isinstance(value, dict):
            return walk.save(value, go)
        for key in value:
            walk.strict[f"unknown field {_quoted(f'{path}.{key}')}"] = None
    return check


def _schema_or(accepted, go):
    """A CRD schema or another JSON type; a decoder of its own, which knows no strictness."""
    def check(walk, value, path):
        if isinstance(value, accepted) and not isinstance(value, dict):
            if isinstance(value, list):
                for item in value:
                    _nested(walk, item, go)
        elif isinstance(value, dict):
            _nested(walk, value, JSON_SCHEMA)
        else:
            raise Abort("boolean or JSON schema expected")  # what may be an array takes anything for nothing
    return check


def _nested(walk, value, name):
    inner = Walk(walk.document_order)
    if name == JSON_SCHEMA:
        inner.struct(value, name, "")
    elif value is not None and not isinstance(value, str):
        inner.save(value, "string")
    if inner.error:
        raise Abort(inner.error)


SPECIAL = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": _quantity,
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": _int_or_string,
    "io.k8s.apimachinery.pkg.runtime.RawExtension": _raw,
    META + "Time": _time(gotime.time_text), META + "MicroTime": _time(gotime.micro_time_text), META + "FieldsV1": _raw, META + "Patch": _empty_struct("v1.Patch"),
    APIEXTENSIONS + "JSON": _raw, APIEXTENSIONS + "CustomResourceSubresourceStatus": _empty_struct("v1.CustomResourceSubresourceStatus"),
    APIEXTENSIONS + "JSONSchemaPropsOrBool": _schema_or(bool, None), APIEXTENSIONS + "JSONSchemaPropsOrArray": _schema_or(list, JSON_SCHEMA),
    APIEXTENSIONS + "JSONSchemaPropsOrStringArray": _schema_or(list, "string"),
}
