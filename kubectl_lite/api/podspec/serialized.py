"""Tolerations, taints and the like that annotations hold as JSON, from before they had fields."""
from __future__ import annotations

import json

from kubectl_lite.machinery.manifests.gojson import unmarshal_error

KINDS = {str: "string", bool: "bool", int: "number", float: "number", list: "array", dict: "object"}


def read(text: str, wanted: type, go_type: str) -> tuple[object, str]:
    """(what the text holds, Go's error): a list or a dictionary, as `wanted` says; `go_type` is its name in errors."""
    problem = unmarshal_error(text)
    if problem:
        return wanted(), problem
    value = json.loads(text)
    if value is None:
        return wanted(), ""
    if type(value) is not wanted:
        return wanted(), mismatch(value, go_type)
    for item in value if wanted is list else ():
        if type(item) is not dict:
            return wanted(), mismatch(item, go_type.removeprefix("[]"))
    return [_named(item) for item in value] if wanted is list else _named(value), ""


def mismatch(value, go_type: str) -> str:
    """json.Unmarshal's error for a value of another type."""
    return f"json: cannot unmarshal {KINDS[type(value)]} into Go value of type {go_type}"


def _named(item):
    """Go takes field names in any case."""
    return {key[:1].lower() + key[1:]: value for key, value in item.items()}
