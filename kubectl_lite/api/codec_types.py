"""Compiled decoders: one closure per API type, built from the schema facts when first needed.

A decoder takes (value, notes) and gives the value as Go would write it back. It raises Mismatch for a wrong type and appends to `notes` for
an unknown or duplicate field; it does not say where or what: codec_errors walks again for the texts, so the good path stays fast.
Go's null rule holds everywhere: null is the zero value.
"""
from __future__ import annotations

import binascii

from kubectl_lite.api import schema
from kubectl_lite.machinery import gotime, quantity

INT_LIMITS = {"int32": 1 << 31, "int64": 1 << 63, "uint8": 1 << 8}

_structs: dict = {}


class Mismatch(Exception):
    """A value has another type than its field."""


class Duplicates(dict):
    """An object in which a key came twice; `pairs` has all of them in order."""
    __slots__ = ("pairs",)


class WithEmpties(dict):
    """An object that came with empty lists or maps where Go writes none: Go's memory still tells them from nothing, and errors show it."""
    __slots__ = ("empties",)

    def __init__(self, fields=(), empties=None):
        super().__init__(fields)
        self.empties = empties or {}

    def __bool__(self):
        return True  # `found or {}` must not lose what it knows

    def __reduce__(self):
        return WithEmpties, (dict(self), self.empties)


def as_sent(obj: dict | None, key: str):
    """A field with the difference between an empty list or map and nothing, as far as it is known."""
    if obj is None:
        return None
    found = obj.get(key)
    return found if found is not None else getattr(obj, "empties", NOTHING).get(key)


NOTHING: dict = {}


def shallow(obj: dict) -> dict:
    """A shallow copy that still knows of the empty lists and maps."""
    return WithEmpties(obj, obj.empties) if obj.__class__ is WithEmpties else dict(obj)


def object_pairs(pairs):
    """The json module's hook that keeps duplicate keys noticeable."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = Duplicates(found)
    found.pairs = pairs
    return found


def struct(name: str):
    """The decoder of a definition; its attribute `zero` makes what Go writes for the zero value."""
    return _structs.get(name) or _compile(name)


def _compile(name):
    special = SPECIAL.get(name)
    if special:
        decoder = _structs[name] = special
        return decoder
    table, always = {}, []

    def decode(value, notes):
        if value.__class__ is not dict:
            if not isinstance(value, dict):
                raise Mismatch
            if value.__class__ is Duplicates:
                notes.append(value)
        out, empties = {}, None
        for key, item in value.items():
            rule = table.get(key)
            if rule is None:
                notes.append(key)
            elif item is not None:
                decoder, keep = rule
                if decoder is None:
                    if item.__class__ is not str:
                        raise Mismatch
                else:
                    item = decoder(item, notes)
                if item or keep:
                    out[key] = item
                elif item.__class__ is list or item.__class__ is dict:
                    empties = empties or {}
                    empties[key] = item
        if empties:
            out = WithEmpties(out, empties)
        for key, make in always:
            if key not in out:
                out[key] = make()
        return out

    decode.zero = lambda: {key: make() for key, make in always}
    _structs[name] = decode
    for key, field in schema.fields(name).items():
        _compile_field(key, field, table, always)
    return decode


def _compile_field(key, field, table, always):
    """The rule of one field: (decoder, whether an empty value is kept), and what is written when it is absent."""
    decoder, pointer, omit = value_decoder(field), field.get("ptr"), field.get("omit")
    by_value = "ref" in field and not pointer
    table[key] = (None if decoder is text else decoder, bool(pointer or by_value and omit != "zero" or not omit))
    if pointer:
        if not omit:
            always.append((key, _none))
    elif not omit or by_value and omit != "zero":
        always.append((key, zero_maker(field)))


def value_decoder(field):
    """The decoder of a field's value."""
    if "ref" in field:
        return Later(field["ref"])
    if "items" in field:
        return list_decoder(value_decoder(field["items"]), element_zero(field["items"]))
    if "values" in field:
        return map_decoder(value_decoder(field["values"]), element_zero(field["values"]))
    if field.get("format") == "byte":
        return byte_text
    return SCALARS.get((field.get("type"), field.get("format"))) or SCALARS.get((field.get("type"), None)) or anything


class Later:
    """A reference that is compiled at its first use: types may lead back to themselves."""
    __slots__ = ("name", "decode")

    def __init__(self, name):
        self.name, self.decode = name, None

    def __call__(self, value, notes):
        decode = self.decode
        if decode is None:
            decode = self.decode = struct(self.name)
        return decode(value, notes)


def zero_maker(field):
    """A function that makes the zero value of a field as Go writes it."""
    if "ref" in field:
        name = field["ref"]
        return lambda: struct(name).zero()
    if "items" in field or "values" in field or field.get("format") == "byte":
        return _none
    return {"string": str, "integer": int, "boolean": bool, "number": int}.get(field.get("type"), _none)


def element_zero(field):
    """What null means inside a list or a map: no bytes are empty bytes there, as the storage encoding has them."""
    return str if field.get("format") == "byte" else zero_maker(field)


def list_decoder(decoder, zero):
    def decode(value, notes):
        if value.__class__ is not list:
            raise Mismatch
        return [zero() if item is None else decoder(item, notes) for item in value]
    return decode


def map_decoder(decoder, zero):
    if decoder is text:
        return text_map

    def decode(value, notes):
        if not isinstance(value, dict):
            raise Mismatch
        if value.__class__ is Duplicates:
            notes.append(value)
        return {key: zero() if item is None else decoder(item, notes) for key, item in value.items()}
    return decode


def text_map(value, notes):
    if not isinstance(value, dict):
        raise Mismatch
    if value.__class__ is Duplicates:
        notes.append(value)
    for item in value.values():
        if item.__class__ is not str:
            if any(item is not None and not isinstance(item, str) for item in value.values()):
                raise Mismatch
            return {key: item or "" for key, item in value.items()}
    return dict(value)


def text(value, _notes):
    if not isinstance(value, str):
        raise Mismatch
    return value


def boolean(value, _notes):
    if value is True or value is False:
        return value
    raise Mismatch


def integer(limit):
    def decode(value, _notes):
        if value.__class__ is float and value.is_integer():
            value = int(value)
        if value.__class__ is int and -limit <= value < limit:
            return value
        raise Mismatch
    return decode


EXACT = 1 << 53  # the integers that a float64 holds exactly


def number(value, _notes):
    if value.__class__ is int or isinstance(value, float):
        if value.__class__ is int and abs(value) > EXACT:
            from kubectl_lite.machinery.gofloat import plain
            return int(plain(float(value)))  # as Go writes the float it is
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e21 else value
    raise Mismatch


def anything(value, _notes):
    """Raw JSON: kept as it is."""
    return _private(value)


def field_set(value, _notes):
    """The fields of a managedFields entry: whoever reads them makes sets of his own (machinery/managedfields)."""
    return value


def _private(value):
    if isinstance(value, dict):
        return {k: _private(v) for k, v in value.items()}
    return [_private(v) for v in value] if isinstance(value, list) else value


def byte_text(value, _notes):
    """Bytes as standard base64; Go ignores line ends."""
    if not isinstance(value, str):
        raise Mismatch
    try:
        raw = binascii.a2b_base64(value.replace("\r", "").replace("\n", "").encode(), strict_mode=True)
    except (ValueError, UnicodeEncodeError):
        raise Mismatch from None
    return binascii.b2a_base64(raw, newline=False).decode()


def quantity_text(value, _notes):
    try:
        return quantity.canonical(value)
    except ValueError:
        raise Mismatch from None


def int_or_string(value, _notes):
    if isinstance(value, str):
        return value
    return int32(value, _notes)


def _time(normal):
    def decode(value, _notes):
        if not isinstance(value, str):
            raise Mismatch
        try:
            return normal(value)
        except ValueError:
            raise Mismatch from None
    return decode


def schema_or_bool(value, _notes):
    if isinstance(value, bool):
        return value
    return struct(JSON_SCHEMA)(value, [])


def schema_or_list(value, _notes):
    if isinstance(value, list):
        return [struct(JSON_SCHEMA)({} if item is None else item, []) for item in value]
    return struct(JSON_SCHEMA)(value, []) if isinstance(value, dict) else None  # Go takes all else for nothing


def schema_or_strings(value, _notes):
    if isinstance(value, list):
        return [text("" if item is None else item, None) for item in value]
    return struct(JSON_SCHEMA)(value, [])


def empty_struct(value, notes):
    if not isinstance(value, dict):
        raise Mismatch
    notes.extend(value)
    return {}


def _none():
    return None


int32 = integer(INT_LIMITS["int32"])
time, micro_time = _time(gotime.time_text), _time(gotime.micro_time_text)

for _decoder, _zero in ((quantity_text, lambda: "0"), (int_or_string, int), (time, _none), (micro_time, _none), (anything, _none), (field_set, _none), (empty_struct, dict),
                        (schema_or_bool, bool), (schema_or_list, _none), (schema_or_strings, _none)):
    _decoder.zero = _zero

APIEXTENSIONS, META = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.", "io.k8s.apimachinery.pkg.apis.meta.v1."
JSON_SCHEMA = APIEXTENSIONS + "JSONSchemaProps"

# definitions with an encoding of their own
SPECIAL = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": quantity_text,
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": int_or_string,
    "io.k8s.apimachinery.pkg.runtime.RawExtension": anything,
    META + "Time": time, META + "MicroTime": micro_time, META + "FieldsV1": field_set, META + "Patch": empty_struct,
    APIEXTENSIONS + "JSON": anything, APIEXTENSIONS + "CustomResourceSubresourceStatus": empty_struct,
    APIEXTENSIONS + "JSONSchemaPropsOrBool": schema_or_bool, APIEXTENSIONS + "JSONSchemaPropsOrArray": schema_or_list,
    APIEXTENSIONS + "JSONSchemaPropsOrStringArray": schema_or_strings,
}

SCALARS = {("string", None): text, ("boolean", None): boolean, ("integer", "int32"): int32, ("integer", "int64"): integer(INT_LIMITS["int64"]),
           ("integer", None): integer(INT_LIMITS["int64"]), ("number", None): number, ("object", None): anything}
