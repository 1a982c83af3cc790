"""Tokens of the expression language."""
from __future__ import annotations

import re
from collections import namedtuple

# kind: IDENT, INT, UINT, FLOAT, STRING, BYTES, a symbol itself, or EOF
Token = namedtuple("Token", "kind text pos")

_ESC = r"""\\(?:[abfnrtv\\?"'`]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})"""
_STRING = rf"""(?:\"\"\"(?:[^\\]|{_ESC})*?\"\"\"|'''(?:[^\\]|{_ESC})*?'''|"(?:[^"\\\n\r]|{_ESC})*"|'(?:[^'\\\n\r]|{_ESC})*')"""
_RAW = r"""(?:[rR](?:\"\"\"(?:.|\n)*?\"\"\"|'''(?:.|\n)*?'''|"[^"\n\r]*"|'[^'\n\r]*'))"""
TOKEN = re.compile(rf"""
    (?P<SPACE>[\t\ \r\n\f]+|//[^\n]*)
  | (?P<FLOAT>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<UINT>(?:0x[0-9a-fA-F]+|\d+)[uU])
  | (?P<INT>0x[0-9a-fA-F]+|\d+)
  | (?P<BYTES>[bB](?:{_RAW}|{_STRING}))
  | (?P<STRING>{_RAW}|{_STRING})
  | (?P<IDENT>[_a-zA-Z][_a-zA-Z0-9]*)
  | (?P<ESCAPED>`[a-zA-Z0-9_\-./\ ]+`)
  | (?P<SYMBOL>==|!=|<=|>=|&&|\|\||[\[\]{{}}().,\-!?:+*/%<>])
""", re.X | re.S)


# The beginnings of tokens: where the rest is missing, the character that stands there instead is lost with them.
_HALF = r"\\(?:[xX][0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|U[0-9a-fA-F]{0,7}|[0-3][0-7]?)?(?:.|$)"
_BEGUN = re.compile(rf"""[|&=](?:.|$)|[rR]?[bB]?[rR]?(?:"(?:[^"\\\n\r]|{_ESC})*|'(?:[^'\\\n\r]|{_ESC})*)(?:{_HALF}|[\n\r]|$)""", re.S)


def tokens(text: str) -> tuple[list[Token], list]:
    """(all tokens, EOF last; (offset, message) of characters that begin no token)."""
    found, at, issues = [], 0, []
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            lost = (_BEGUN.match(text, at) or [text[at]])[0]
            issues.append((at, f"Syntax error: token recognition error at: '{_escaped(lost)}'"))
            at += len(lost)
            continue
        kind = match.lastgroup
        if kind != "SPACE":
            found.append(Token(match[0] if kind == "SYMBOL" else kind, match[0], at))
        at = match.end()
    found.append(Token("EOF", "<EOF>", len(text)))
    return found, issues


def _escaped(text):
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "?": "?", '"': '"', "'": "'", "`": "`"}
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|.)", re.S)


def string_value(token: str):
    """The value of a string token (str) or a bytes token (bytes)."""
    is_bytes, raw = token[0] in "bB", False
    if is_bytes:
        token = token[1:]
    if token[0] in "rR":
        raw, token = True, token[1:]
    width = 3 if token[:3] in ('"""', "'''") else 1
    body = token[width:-width]
    if raw:
        return body.encode() if is_bytes else body
    if is_bytes:
        return _ESCAPE.sub(lambda m: _unescape(m[1]), body).encode("latin-1", "ignore") if "\\" in body else body.encode()
    return _ESCAPE.sub(lambda m: _unescape(m[1]), body)


def _unescape(code):
    if code[0] in "xXuU":
        return chr(int(code[1:], 16))
    if code[0] in "0123" and len(code) == 3:
        return chr(int(code, 8))
    return ESCAPES.get(code, code)
