"""Defaulting of custom objects by the defaults of their schema."""
from __future__ import annotations

from copy import deepcopy


def fill(value, schema: dict) -> None:
    """Fill missing fields (and nulls that may not be null) with their defaults, outside in; changes value."""
    if isinstance(value, dict):
        _fill_map(value, schema)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for i, item in enumerate(value):
            if item is None and "default" in schema["items"] and not schema["items"].get("nullable"):
                value[i] = item = deepcopy(schema["items"]["default"])
            fill(item, schema["items"])


def drop_nulls(value, schema: dict) -> None:
    """Take out the nulls of fields that may not be null and have no default; changes value."""
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for item in value:
            drop_nulls(item, schema["items"])
    elif isinstance(value, dict):
        properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
        for name in list(value):
            below = properties.get(name, others)
            if not isinstance(below, dict):
                continue
            if value[name] is None and not below.get("nullable") and below.get("default") is None:
                del value[name]
            else:
                drop_nulls(value[name], below)


def _fill_map(value, schema):
    properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
    for name, below in properties.items():
        if "default" in below and (name not in value or value[name] is None and not below.get("nullable")):
            value[name] = deepcopy(below["default"])
        if value.get(name) is not None:
            fill(value[name], below)
    if isinstance(others, dict):
        for name in value:
            if name not in properties:
                if value[name] is None and "default" in others and not others.get("nullable"):
                    value[name] = deepcopy(others["default"])
                fill(value[name], others)
