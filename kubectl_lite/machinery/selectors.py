"""Field selectors: `metadata.name=x,status.phase!=Pending`, with escapes, messages and matching of apimachinery's fields package.

Which fields a kind can be selected by is the kind's own affair.
"""
from __future__ import annotations

GENERAL = '"{}" is not a known field selector: only "metadata.name", "metadata.namespace"'
OPERATORS = ("!=", "==", "=")


class FieldSelectorError(ValueError):
    """A field selector that cannot be read or names an unknown field; str() is Kubernetes' message."""


class FieldSelector:
    """Terms (field, equal?, value) that must all hold."""
    __slots__ = ("terms",)

    def __init__(self, terms=()):
        self.terms = tuple(terms)

    def empty(self) -> bool:
        return not self.terms

    def matches(self, fields: dict) -> bool:
        """`fields` maps labels to texts; a field the object lacks reads as empty."""
        return all((fields.get(name, "") == value) is equal for name, equal, value in self.terms)

    def exact(self, name: str) -> str | None:
        """The value that the selector requires of a field, if it does."""
        for term, equal, value in self.terms:
            if term == name and equal:
                return value
        return None

    def __str__(self):
        return ",".join(f"{n}{'=' if eq else '!='}{escape(v)}" for n, eq, v in self.terms)


def parse(text: str) -> FieldSelector:
    """A selector from its text."""
    terms = []
    for part in sorted(_split(text)):
        if part:
            terms.append(_term(text, part))
    return FieldSelector(terms)


def check(selector: FieldSelector, known, error_text: str = GENERAL) -> None:
    """FieldSelectorError for a field that the kind cannot be selected by: not among `known`. `error_text` is the kind's message with {} for the field."""
    for name, _, _ in selector.terms:
        if name not in known:
            raise FieldSelectorError(error_text.format(name))


def escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=")


def unescape(text: str) -> str:
    if not any(c in text for c in "\\,="):
        return text
    out, chars = [], iter(text)
    for c in chars:
        if c == "\\":
            following = next(chars, "")
            if following not in ("\\", ",", "="):
                raise FieldSelectorError(f"invalid field selector: invalid escape sequence: \\{following}")
            out.append(following)
        elif c in ",=":
            raise FieldSelectorError(f"invalid field selector: unescaped character in value: {ord(c)}")
        else:
            out.append(c)
    return "".join(out)


def _split(text: str) -> list[str]:
    """The terms between unescaped commas."""
    if not text:
        return []
    terms, start, escaped = [], 0, False
    for i, c in enumerate(text):
        if escaped:
            escaped = False
        elif c == "\\":
            escaped = True
        elif c == ",":
            terms.append(text[start:i])
            start = i + 1
    return terms + [text[start:]]


def _term(text: str, part: str):
    for i in range(len(part)):
        for operator in OPERATORS:
            if part.startswith(operator, i):
                return part[:i], operator != "!=", unescape(part[i + len(operator):])
    raise FieldSelectorError(f"invalid selector: '{text}'; can't understand '{part}'")
