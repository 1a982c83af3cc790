"""The codec: a JSON value as a typed object, with what Go's decoding, defaulting of zero values and encoding does to it.

Unknown fields are dropped and reported, wrong types are refused with Go's own text, quantities, times and bytes become canonical, an
empty field that Go omits disappears, a field that Go always writes appears. Kubernetes' own defaults are not here (api/<group>/<kind>.py).
Mirrors sigs.k8s.io/json and the serializer of apimachinery.
"""
from __future__ import annotations

from kubectl_lite.api import codec_errors, schema
from kubectl_lite.api.codec_types import Mismatch, struct
from kubectl_lite.machinery import errors


def decode(value, name: str, document_order: bool = False) -> tuple[dict, list[str]]:
    """(the object as Go would write it back, the problems that strict decoding would report); always a new object.

    `name` is a definition name; ApiError (400) with Go's text when a value has the wrong type.
    Problems read 'unknown field "spec.x"' and 'duplicate field "spec.x"', in the order of the document where it was a text
    (`document_order`), else by name: clients send what they hold as sorted JSON.
    """
    notes: list = []
    try:
        obj = struct(name)(value, notes)
    except Mismatch:
        text, _ = codec_errors.diagnose(value, name, document_order)
        raise errors.bad_request(cannot_handle(name, text)) from None
    return obj, codec_errors.diagnose(value, name, document_order)[1] if notes else []


def cannot_handle(name: str, text: str) -> str:
    """The sentence in which the API server reports a decoding error of a definition's kind."""
    version, _, kind = schema.definition(name)["go"].partition(".")
    return f'{kind} in version "{version}" cannot be handled as a {kind}: {text}'


def zero(name: str) -> dict:
    """What Go writes for a zero value of a definition."""
    return struct(name).zero()


def ordered(obj, name: str):
    """The object with its fields in the order in which Go writes them (maps sorted by key), for raw output."""
    if not isinstance(obj, dict):
        return obj
    known = schema.fields(name)
    if not known:
        return obj
    place = {field: i for i, field in enumerate(known)}
    names = sorted(obj, key=lambda n: (place.get(n, len(place)), n))
    return {n: _ordered_field(obj[n], known.get(n) or {}) for n in names}


def _ordered_field(value, field):
    if "ref" in field:
        return ordered(value, field["ref"])
    if "items" in field and isinstance(value, list):
        return [_ordered_field(item, field["items"]) for item in value]
    if "values" in field and isinstance(value, dict):
        return {key: _ordered_field(value[key], field["values"]) for key in sorted(value)}
    return value
