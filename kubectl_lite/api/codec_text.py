"""Request bodies as JSON text: values that still know their duplicate keys and how their numbers were written, and Go's syntax errors."""
from __future__ import annotations

import json

from kubectl_lite.api.codec_types import Duplicates, object_pairs


class SyntaxProblem(ValueError):
    """The text is no JSON; str() is encoding/json's message."""


class Number(float):
    """A number with a fraction or an exponent; `text` is how it was written."""
    __slots__ = ("text",)

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __repr__(self):
        return self.text


def parse(text: str):
    """The value of one JSON text; SyntaxProblem with Go's words otherwise."""
    try:
        return json.loads(text, object_pairs_hook=object_pairs, parse_float=Number, parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        raise SyntaxProblem(_complaint(text, wrong)) from None


def _no_constant(_name):
    raise ValueError("NaN and the infinities are no JSON")


def _complaint(text, wrong):
    from kubectl_lite.machinery.manifests.gojson import complaint
    if str(wrong).startswith("Extra data"):
        return f"invalid character {text[wrong.pos]!r} after top-level value"
    words = complaint(text, 0)
    if words == "unexpected EOF":
        return "unexpected end of JSON input"
    return words.split(": ", 2)[2] if words.startswith("json: offset ") else words


def duplicate_fields(value, path: str = "") -> list[str]:
    """The texts of duplicate keys anywhere in a value."""
    texts = []
    if isinstance(value, dict):
        seen = set()
        for key, item in value.pairs if value.__class__ is Duplicates else value.items():
            at = f"{path}.{key}" if path else key
            if key in seen:
                texts.append(f'duplicate field "{at}"')
            seen.add(key)
            texts += duplicate_fields(item, at)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            texts += duplicate_fields(item, f"{path}[{i}]")
    return list(dict.fromkeys(texts))
