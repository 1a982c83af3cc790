"""JSON text -> values, with the complaints of Go's encoding/json. Finds duplicate keys for who asks.

Decoding is the standard library's; the scanner here only words what is wrong with a text that it refused.
"""
from __future__ import annotations

import json
import re

from kubectl_lite.machinery.manifests.errors import ManifestError

_SPACE = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder()


class SyntaxProblem(ManifestError):
    """Text that is no JSON, as opposed to JSON that ends too early."""


def next_document(text: str, at: int) -> tuple:
    """(the next value of a stream, the position behind it); the position is -1 at the end of the stream."""
    at = _SPACE.match(text, at).end()
    if at == len(text):
        return None, -1
    try:
        value, end = _decoder.raw_decode(text, at)
    except (ValueError, RecursionError):
        words = complaint(text, at)
        raise (ManifestError if words == "unexpected EOF" else SyntaxProblem)(words) from None
    return numbers_checked(value), end


def loads(text: str) -> tuple:
    """(the value of one document, the paths of its duplicate fields)."""
    duplicates: list[str] = []
    try:
        marked = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        raise ManifestError(complaint(text, 0)) from None
    return numbers_checked(_plain(marked, "", duplicates)), tuple(duplicates)


class _Pairs(list):
    """An object's members, duplicates included."""
    __slots__ = ()


def _plain(value, path: str, duplicates: list):
    if isinstance(value, _Pairs):
        out: dict = {}
        for key, item in value:
            here = f"{path}.{key}" if path else key
            if key in out:
                duplicates.append(here)
            out[key] = _plain(item, here, duplicates)
        return out
    if isinstance(value, list):
        return [_plain(item, f"{path}[{i}]", duplicates) for i, item in enumerate(value)]
    return value


def numbers_checked(value):
    """Go's decoded numbers: integers beyond 64 bits are floats, what no float holds is refused, and so are NaN and the infinities."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, (dict, list, float, int)):
                value[key] = numbers_checked(item)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            if isinstance(item, (dict, list, float, int)):
                value[i] = numbers_checked(item)
    elif isinstance(value, float) and value - value != 0:
        raise ManifestError("json: cannot unmarshal number into Go value of type float64")
    elif isinstance(value, int) and not isinstance(value, bool) and not -(1 << 63) <= value < 1 << 63:
        return float(value)
    return value


# ---- what Go says about bad JSON ----

class _Bad(Exception):
    """At `at` stands what `context` does not allow; at the end of the text there is nothing."""

    def __init__(self, at: int, context: str):
        super().__init__(context)
        self.at, self.context = at, context


def complaint(text: str, start: int) -> str:
    """encoding/json's error for the document that begins at `start`, as a stream decoder reports it."""
    at, words = _problem(text, start)
    if at >= len(text):
        return "unexpected EOF"
    offset = len(text[:at + 1].encode("utf-8", "surrogateescape"))
    return f"json: offset {offset}: {words}"


def unmarshal_error(text: str) -> str:
    """json.Unmarshal's error for a whole text, "" when it is JSON."""
    at, words = _problem(text, 0, whole=True)
    if not words:
        return ""
    return "unexpected end of JSON input" if at >= len(text) else words


def _problem(text: str, start: int, whole: bool = False) -> tuple[int, str]:
    """(where the text stops being JSON, Go's words for it), (0, "") when it does not."""
    try:
        end = _skip(text, _value(text, start))
        if whole and end < len(text):
            raise _Bad(end, "after top-level value")
    except _Bad as e:
        return e.at, f"invalid character {_quoted(text[e.at])} {e.context}" if e.at < len(text) else "unexpected end"
    except RecursionError:
        return start, "exceeded max depth"
    return 0, ""


def _quoted(c: str) -> str:
    if c in "'\"":
        return "'\\''" if c == "'" else "'\"'"
    from kubectl_lite.machinery.field import go_quote
    return "'" + go_quote(c)[1:-1] + "'"


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()


def _value(text: str, at: int) -> int:
    """The position behind the value at `at`."""
    at = _skip(text, at)
    c = text[at:at + 1]
    if c == "{":
        return _object(text, at + 1)
    if c == "[":
        return _array(text, at + 1)
    if c == '"':
        return _string(text, at + 1)
    for word in ("true", "false", "null"):
        if c == word[0]:
            return _literal(text, at, word)
    if c == "-" or c.isdecimal() and c.isascii():
        return _number(text, at)
    raise _Bad(at, "looking for beginning of value")


def _object(text: str, at: int) -> int:
    at = _skip(text, at)
    if text[at:at + 1] == "}":
        return at + 1
    while True:
        if text[at:at + 1] != '"':
            raise _Bad(at, "looking for beginning of object key string")
        at = _skip(text, _string(text, at + 1))
        if text[at:at + 1] != ":":
            raise _Bad(at, "after object key")
        at = _skip(text, _value(text, at + 1))
        if text[at:at + 1] == "}":
            return at + 1
        if text[at:at + 1] != ",":
            raise _Bad(at, "after object key:value pair")
        at = _skip(text, at + 1)


def _array(text: str, at: int) -> int:
    at = _skip(text, at)
    if text[at:at + 1] == "]":
        return at + 1
    while True:
        at = _skip(text, _value(text, at))
        if text[at:at + 1] == "]":
            return at + 1
        if text[at:at + 1] != ",":
            raise _Bad(at, "after array element")
        at += 1


def _string(text: str, at: int) -> int:
    while True:
        c = text[at:at + 1]
        if c == '"':
            return at + 1
        if not c or c < " ":
            raise _Bad(at, "in string literal")
        if c == "\\":
            at += 1
            c = text[at:at + 1]
            if not c or c not in 'bfnrt\\/"u':
                raise _Bad(at, "in string escape code")
            for _ in range(4 if c == "u" else 0):
                at += 1
                if text[at:at + 1].lower() not in "0123456789abcdef" or at >= len(text):
                    raise _Bad(at, "in \\u hexadecimal character escape")
        at += 1


def _literal(text: str, at: int, word: str) -> int:
    for i, expected in enumerate(word):
        if text[at + i:at + i + 1] != expected:
            raise _Bad(at + i, f"in literal {word} (expecting '{expected}')")
    return at + len(word)


def _digits(text: str, at: int, context: str) -> int:
    start = at
    while text[at:at + 1].isdecimal() and text[at].isascii():
        at += 1
    if at == start:
        raise _Bad(at, context)
    return at


def _number(text: str, at: int) -> int:
    at += text[at] == "-"
    at = at + 1 if text[at:at + 1] == "0" else _digits(text, at, "in numeric literal")
    if text[at:at + 1] == ".":
        at = _digits(text, at + 1, "after decimal point in numeric literal")
    if text[at:at + 1] in ("e", "E"):
        at += 1
        at += text[at:at + 1] in ("+", "-")
        at = _digits(text, at, "in exponent of numeric literal")
    return at
