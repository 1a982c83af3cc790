"""Strings: search, change, split, format, regular expressions."""
from __future__ import annotations

import re

from kubectl_lite.machinery import goregex
from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.field import go_quote

MISSING = object()
WANTED = {"d": "decimal clause can only be used on integers", "o": "octal clause can only be used on integers",
          "b": "only integers and bools can be formatted as binary", "f": "fixed-point clause can only be used on doubles",
          "e": "scientific clause can only be used on doubles"}


def pattern(text: str):
    """A compiled regular expression; EvaluationError for what is none."""
    try:
        return goregex.compiled(text)
    except goregex.GoRegexError as e:
        raise EvaluationError(str(e)) from None


def _of_strings(function):
    def method(target, *rest):
        return function(target, *rest) if isinstance(target, str) else NotImplemented
    return method


def _within(text, at):
    if not 0 <= at <= len(text):
        raise EvaluationError(f"index out of range: {at}")
    return at


def _substring(text, start, end=None):
    end = len(text) if end is None else _within(text, end)
    if _within(text, start) > end:
        raise EvaluationError(f"invalid substring range. start: {start}, end: {end}")
    return text[start:end]


def _split(text, separator, limit=-1):
    if limit == 0:
        return []
    parts = list(text) if separator == "" else text.split(separator, limit - 1 if limit > 0 else -1)
    return parts


def _join(items, separator=""):
    return separator.join(items) if isinstance(items, list) else NotImplemented


def _find_all(text, expression, limit=-1):
    found = [m[0] for m in pattern(expression).finditer(text)]
    return found[:limit] if limit >= 0 else found


def _find(text, expression):
    match = pattern(expression).search(text)
    return match[0] if match else ""


def _format(text, values):
    """%s %d %f %e %x %o %b with the values in turn."""
    from kubectl_lite.machinery.cel.library.core import to_string
    remaining = iter(values)

    def one(match):
        if match[0] == "%%":
            return "%"
        value = next(remaining, MISSING)
        if value is MISSING:
            raise EvaluationError(f"index {len(values)} out of range")
        return _shown(value, to_string) if match[2] == "s" else _number(match[2], match[1], value)
    return re.sub(r"%%|%(\.\d+)?([sdfexXob])", one, text)


def _number(verb, precision, value):
    if verb in "fe" and isinstance(value, (int, float)):
        return f"%{precision or '.6'}{verb}" % float(value)
    if verb in "xX" and isinstance(value, (str, bytes)):
        digits = (value.encode() if isinstance(value, str) else value).hex()
        return digits.upper() if verb == "X" else digits
    if not isinstance(value, int) or isinstance(value, bool) and verb != "b":
        raise EvaluationError(f"error during formatting: {WANTED.get(verb, 'only integers, byte buffers, and strings can be formatted as hex')}")
    return format(int(value), verb)


def _shown(value, to_string):
    if value is None:
        return "null"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(v, to_string) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_shown(k, to_string)}: {_shown(v, to_string)}" for k, v in sorted(value.items(), key=str)) + "}"
    return to_string(value)


def _matches(text, expression):
    return pattern(expression).search(text) is not None


def _ascii(change):
    return lambda text: "".join(change(c) if c.isascii() else c for c in text)


FUNCTIONS = {"matches": _matches, "strings.quote": go_quote, "jsonpatch.escapeKey": lambda key: key.replace("~", "~0").replace("/", "~1")}
METHODS = {name: _of_strings(function) for name, function in {
    "contains": lambda a, b: b in a, "startsWith": str.startswith, "endsWith": str.endswith, "matches": _matches,
    "charAt": lambda a, i: a[i] if _within(a, i) < len(a) else "",
    "indexOf": lambda a, b, start=0: a.find(b, _within(a, start)), "lastIndexOf": lambda a, b, end=None: a.rfind(b, 0, len(a) if end is None else end + len(b)),
    "lowerAscii": _ascii(str.lower), "upperAscii": _ascii(str.upper), "trim": str.strip, "reverse": lambda a: a[::-1],
    "replace": lambda a, old, new, limit=-1: a.replace(old, new, limit), "split": _split, "substring": _substring,
    "format": _format, "find": _find, "findAll": _find_all,
}.items()}
METHODS["join"] = _join
