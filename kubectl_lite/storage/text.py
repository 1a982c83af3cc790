"""JSON as text for the files (indented, for people and git) and for the journal (one line). The same value gives the same bytes.

Keys are sorted, text is UTF-8 (escapes only where a string is no valid text), numbers are written as Python's json writes them.
The indenting writer is our own because the standard library's is slow with indent, and orjson writes some numbers otherwise.
"""
from __future__ import annotations

import json
from json.encoder import encode_basestring as _quoted

from kubectl_lite.storage.protocol import StoreError

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode
_escaped = json.JSONEncoder(ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode


def line(value) -> str:
    """The value on one line."""
    try:
        return _compact(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"this value cannot be stored as JSON: {error}") from None


def page(value: dict) -> bytes:
    """The value as the text of a registry file: two blanks for each level, newline at the end."""
    parts = []
    try:
        _write(value, "\n", parts.append)
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(f"this value cannot be stored as JSON: {error}") from None
    parts.append("\n")
    text = "".join(parts)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return (json.dumps(value, sort_keys=True, indent=2) + "\n").encode()


def data(value) -> bytes:
    """The value on one line, as bytes."""
    text = line(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _escaped(value).encode()


def _write(value, indent, out):
    kind = type(value)
    if kind is str:
        out(_quoted(value))
    elif kind is dict and value:
        deeper = indent + "  "
        lead = "{" + deeper
        for name in sorted(value):
            member = value[name]
            if type(member) is str:  # most are
                out(f"{lead}{_quoted(name)}: {_quoted(member)}")
            else:
                out(f"{lead}{_quoted(name)}: ")
                _write(member, deeper, out)
            lead = "," + deeper
        out(indent + "}")
    elif kind is list and value:
        deeper = indent + "  "
        lead = "[" + deeper
        for item in value:
            out(lead)
            _write(item, deeper, out)
            lead = "," + deeper
        out(indent + "]")
    elif kind is dict or kind is list:
        out("{}" if kind is dict else "[]")
    elif kind is int:
        out(repr(value))
    elif kind is bool:
        out("true" if value else "false")
    else:
        out(_compact(value))
