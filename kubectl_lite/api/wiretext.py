"""Bodies as text: JSON as the API server writes it over the network (`get --raw`, a served API).

Objects are kept in any order; here the fields of built-in types stand as in Go's structs, the keys of maps and of custom resources sorted.
"""
from __future__ import annotations

from kubectl_lite.api import schema
from kubectl_lite.machinery import gojson
from kubectl_lite.machinery.wire import RawJSON


def text(body, pretty: bool = False) -> str:
    """The text of a response's body: objects on one line that ends, or indented without an end (?pretty=true); text as it is."""
    if isinstance(body, bytes):
        return body.decode("utf-8", "replace")
    if isinstance(body, str):
        return body
    body = ordered(body)
    if pretty or isinstance(body, RawJSON):
        return gojson.indented(body, "  ", sort=False)
    return gojson.compact(body, sort=False) + ("\n" if "kind" in body else "")


def event(event: dict) -> str:
    """One line of a watch."""
    return gojson.compact({"type": event["type"], "object": ordered(event["object"])}, sort=False) + "\n"


def ordered(body):
    """A body as the API server writes it: a new value in wire order; what is no object of a kind stays as it is."""
    if not isinstance(body, dict) or "kind" not in body:
        return body
    name = schema.for_kind(body.get("apiVersion", ""), body["kind"])
    if name:
        return _struct(body, name)
    custom = "metadata" in body and not body.get("apiVersion", "").startswith("meta.k8s.io/")
    return _sorted(body) if custom else body


def _struct(value, name: str):
    """A value of one definition; definitions without fields (quantities, times, raw JSON) are maps or scalars."""
    fields = schema.fields(name)
    if not fields or not isinstance(value, dict):
        return _sorted(value)
    known = {key: _field(value[key], facts) for key, facts in fields.items() if key in value}
    return known if len(known) == len(value) else {**known, **{k: v for k, v in value.items() if k not in known}}


def _field(value, facts: dict):
    if "ref" in facts:
        return _struct(value, facts["ref"])
    if "items" in facts and isinstance(value, list):
        return [_field(item, facts["items"]) for item in value]
    if "values" in facts and isinstance(value, dict):
        return {key: _field(value[key], facts["values"]) for key in sorted(value)}
    return _sorted(value)


def _sorted(value):
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
