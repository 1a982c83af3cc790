"""JSON text as Go's encoding/json writes it: <, > and & escaped, Go's floats, keys sorted or in the order given.

Owns value -> text only; reading JSON is the standard library's business.
"""
from __future__ import annotations

import re
from json.encoder import encode_basestring

from kubectl_lite.machinery import gofloat

_HTML = re.compile("[<>&]")
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def compact(value, sort: bool = True) -> str:
    """json.Marshal: no blanks."""
    out: list[str] = []
    _write(value, sort, out.append)
    return "".join(out)


def indented(value, indent: str = "    ", sort: bool = True) -> str:
    """json.MarshalIndent with an empty prefix; no newline at the end."""
    out: list[str] = []
    _write_indented(value, sort, indent, "\n", out.append)
    return "".join(out)


def string(text: str) -> str:
    """One string with its quotes."""
    encoded = encode_basestring(text)
    if not encoded.isascii():
        return "".join(map(_escaped, encoded))
    return _HTML.sub(lambda match: _ESCAPED[match.group()], encoded) if _HTML.search(encoded) else encoded


def _escaped(c: str) -> str:
    """A character as Go writes it; halves of surrogate pairs cannot be written."""
    return _ESCAPED.get(c) or ("\ufffd" if "\ud800" <= c <= "\udfff" else c)


def _scalar(value) -> str | None:
    """The text of a value that is neither list nor map."""
    if isinstance(value, str):
        return string(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return gofloat.json_text(value)
    return None


def _items(value: dict, sort: bool):
    return sorted(value.items()) if sort else value.items()


def _write(value, sort, put) -> None:
    if isinstance(value, dict):
        comma = "{"
        for key, item in _items(value, sort):
            put(f"{comma}{string(str(key))}:")
            _write(item, sort, put)
            comma = ","
        put("}" if value else "{}")
    elif isinstance(value, (list, tuple)):
        comma = "["
        for item in value:
            put(comma)
            _write(item, sort, put)
            comma = ","
        put("]" if value else "[]")
    else:
        put(_scalar(value))


def _write_indented(value, sort, step, newline, put) -> None:
    if not isinstance(value, (dict, list, tuple)):
        put(_scalar(value))
        return
    is_map = isinstance(value, dict)
    if not value:
        put("{}" if is_map else "[]")
        return
    inner, comma = newline + step, ("{" if is_map else "[")
    for item in _items(value, sort) if is_map else value:
        if is_map:
            put(f"{comma}{inner}{string(str(item[0]))}: ")
            item = item[1]
        else:
            put(comma + inner)
        text = _scalar(item)
        if text is None:
            _write_indented(item, sort, step, inner, put)
        else:
            put(text)
        comma = ","
    put(newline + ("}" if is_map else "]"))
