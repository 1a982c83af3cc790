"""What Go calls the types of JSON values in its messages."""
from __future__ import annotations


def json_kind(value) -> str:
    """The kind of a JSON value as encoding/json names it: "cannot unmarshal string into …"."""
    if isinstance(value, bool):
        return "bool"
    return {str: "string", list: "array", dict: "object"}.get(type(value), "null" if value is None else "number")


def reflect_type(value) -> str:
    """The type of a decoded JSON value as reflect prints it."""
    if isinstance(value, bool):
        return "bool"
    return {str: "string", list: "[]interface {}", dict: "map[string]interface {}", int: "int64", float: "float64"}.get(type(value), "<nil>")


def reflect_kind(value) -> str:
    """The reflect.Kind of a decoded JSON value."""
    if isinstance(value, bool):
        return "bool"
    return {str: "string", list: "slice", dict: "map", int: "int64", float: "float64"}.get(type(value), "invalid")
