"""Strings: search, change, split, regular expressions."""
from __future__ import annotations

from kubectl_lite.machinery import goregex
from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.library import formatting
from kubectl_lite.machinery.field import go_quote


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
    if end is not None and start > end:
        raise EvaluationError(f"invalid substring range. start: {start}, end: {end}")
    return text[_within(text, start):len(text) if end is None else _within(text, end)]


def _split(text, separator, limit=-1):
    if limit == 0:
        return []
    if separator:
        return text.split(separator, limit - 1 if limit > 0 else -1)
    return list(text) if not 0 < limit < len(text) else [*text[:limit - 1], text[limit - 1:]]


def _index_of(text, part, start=0):
    """Behind the end nothing is found; before the beginning one may not look."""
    if start < 0 and part:
        raise EvaluationError(f"index out of range: {start}")
    return text.find(part, start) if part else start


def _last_index_of(text, part, end=None):
    if end is None or not part:
        return text.rfind(part) if end is None else end
    if end < 0:
        raise EvaluationError(f"index out of range: {end}")
    return text.rfind(part, 0, end + len(part)) if end < len(text) else -1


def _join(items, separator=""):
    return separator.join(items) if isinstance(items, list) else NotImplemented


def _find_all(text, expression, limit=-1):
    found = [m[0] for m in pattern(expression).finditer(text)]
    return found[:limit] if limit >= 0 else found


def _find(text, expression):
    match = pattern(expression).search(text)
    return match[0] if match else ""


def _matches(text, expression):
    return pattern(expression).search(text) is not None


def _ascii(change):
    return lambda text: "".join(change(c) if c.isascii() else c for c in text)


FUNCTIONS = {"matches": _matches, "strings.quote": go_quote, "jsonpatch.escapeKey": lambda key: key.replace("~", "~0").replace("/", "~1")}
METHODS = {name: _of_strings(function) for name, function in {
    "contains": lambda a, b: b in a, "startsWith": str.startswith, "endsWith": str.endswith, "matches": _matches,
    "charAt": lambda a, i: a[i] if _within(a, i) < len(a) else "",
    "indexOf": _index_of, "lastIndexOf": _last_index_of, "lowerAscii": _ascii(str.lower), "upperAscii": _ascii(str.upper), "trim": str.strip,
    "replace": lambda a, old, new, limit=-1: a.replace(old, new, limit), "split": _split, "substring": _substring,
    "format": formatting.format, "find": _find, "findAll": _find_all,
}.items()}
METHODS["join"] = _join
