"""Paths into values of a schema, as the fieldPath of rules and selectable fields have them: .spec.name, .labels['a/b']. Mirrors ValidFieldPath."""
from __future__ import annotations

import re
from collections import namedtuple

TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|[.\[\]]|[^.\[\]]+", re.S)
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "'": "'", "\\": "\\"}
NO_FIELD, NO_END = "does not refer to a valid field", "unexpected end of JSON path"

# the path as field errors write it, the steps, the schema there, and why there is none
Found = namedtuple("Found", "path steps schema problem")


class _Wrong(Exception):
    """The path is none."""


def find(text: str, schema: dict, arrays: bool = True) -> Found:
    """The schema at a path; `arrays`: brackets are allowed."""
    tokens, path, steps = iter(TOKEN.findall(text)), "", []
    try:
        for token in tokens:
            if token not in (".", "["):
                raise _Wrong(f"expected [ or . but got: {token}")
            if token == "[" and not arrays:
                raise _Wrong("array notation is not allowed")
            name = next(tokens, None)
            if name is None:
                raise _Wrong(NO_END)
            name = name if token == "." else _quoted(name)
            path, schema = _step(path, schema, name)
            steps.append(name)
            if token == "[":
                _closed(next(tokens, None))
    except _Wrong as e:
        return Found("", [], None, str(e))
    return Found(path, steps, schema, "")


def _quoted(token):
    if len(token) < 2 or token[0] != "'" or token[-1] != "'":
        raise _Wrong(f"expected single quoted string but got {token}")

    def escape(match):
        if match[0][1] not in ESCAPES:
            raise _Wrong(f"invalid string literal: invalid escape char {match[0]}")
        return ESCAPES[match[0][1]]
    return re.sub(r"\\.", escape, token[1:-1], flags=re.S)


def _step(path, schema, name):
    properties, others = schema.get("properties"), schema.get("additionalProperties")
    if properties:
        if name not in properties:
            raise _Wrong(NO_FIELD)
        return (f"{path}.{name}" if path else name), properties[name]
    if not isinstance(others, dict):
        raise _Wrong(NO_FIELD)
    return f"{path}[{name}]", others


def _closed(token):
    if token != "]":
        raise _Wrong(NO_END if token is None else f"expected ] but got {token}")
