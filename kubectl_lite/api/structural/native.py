"""Custom values as expressions see them. Mirrors apiextensions' UnstructuredToVal."""
from __future__ import annotations

from kubectl_lite.api.structural.declared import META, escaped
from kubectl_lite.machinery.cel.values import KeyedList, SetList, parse_duration, parse_timestamp

FORMATS = ("date-time", "date", "duration", "byte")


def native(value, schema: dict):
    """A JSON value as expressions see it by its schema: declared fields alone, times and durations as such."""
    if value is None or not isinstance(schema, dict):
        return value
    if isinstance(value, list):
        return _native_list([native(item, schema.get("items") or {}) for item in value], schema)
    if isinstance(value, dict):
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            return {key: native(item, others) for key, item in value.items()}
        properties = schema.get("properties") or {}
        if schema.get("x-kubernetes-embedded-resource"):
            properties = {**properties, **META}
        return {known: native(value[name], below) for name, below in properties.items() if name in value and (known := escaped(name))}
    return _scalar(value, schema)


def _native_list(items, schema):
    kind = schema.get("x-kubernetes-list-type")
    if kind == "set":
        return SetList(items)
    keys = schema.get("x-kubernetes-list-map-keys")
    return KeyedList(items, [escaped(k) for k in keys]) if kind == "map" and keys else items


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
