"""Go's string literals read back: strconv.Unquote, with single-quoted strings allowed as client-go's JSONPath has them."""
from __future__ import annotations

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
_HEX = {"x": 2, "u": 4, "U": 8}
_SYNTAX = "invalid syntax"


def unquote(text: str) -> str:
    """The value of a quoted string; ValueError("invalid syntax") when it is none. Both kinds of quotes take strings."""
    if len(text) < 2 or text[0] != text[-1] or text[0] not in "\"'`":
        raise ValueError(_SYNTAX)
    body = text[1:-1]
    if text[0] == "`":
        return body.replace("\r", "")
    if "\\" not in body and text[0] not in body:
        return body
    return unescape(body, text[0])


def unescape(body: str, quote: str) -> str:
    """The body of a string literal with its escapes resolved; `\\x` and octal escapes are bytes of UTF-8."""
    out, i = bytearray(), 0
    while i < len(body):
        c = body[i]
        if c == quote:
            raise ValueError(_SYNTAX)
        if c != "\\":
            out += c.encode("utf-8", "surrogateescape")
            i += 1
            continue
        piece, i = _escape(body, i + 1, quote)
        out += piece
    return out.decode("utf-8", "replace")


def _escape(body: str, i: int, quote: str) -> tuple[bytes, int]:
    """The bytes of the escape whose letter is at i, and the position behind it."""
    c = body[i:i + 1]
    if c in _HEX:
        end = i + 1 + _HEX[c]
        code = _number(body[i + 1:end], _HEX[c], 16)
        if c == "x":
            return bytes([code]), end
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise ValueError(_SYNTAX)
        return chr(code).encode(), end
    if c and c in "01234567":
        code = _number(body[i:i + 3], 3, 8)
        if code > 255:
            raise ValueError(_SYNTAX)
        return bytes([code]), i + 3
    if c in "'\"" and c != quote or c not in _SIMPLE:
        raise ValueError(_SYNTAX)
    return _SIMPLE[c].encode(), i + 1


def _number(text: str, length: int, base: int) -> int:
    if len(text) != length or not text.isalnum():
        raise ValueError(_SYNTAX)
    try:
        return int(text, base)
    except ValueError:
        raise ValueError(_SYNTAX) from None
