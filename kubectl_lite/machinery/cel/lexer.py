"""Tokens of the expression language."""
from __future__ import annotations

import re
from collections import namedtuple

from kubectl_lite.machinery.cel.errors import CompileError

# kind: IDENT, INT, UINT, FLOAT, STRING, BYTES, a symbol itself, or EOF
Token = namedtuple("Token", "kind text pos")

_STRING = r"""(?:[rR]?(?:\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'))"""
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


def tokens(text: str) -> list[Token]:
    """All tokens, EOF last; CompileError for a character that begins none."""
    found, at, issues = [], 0, []
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            issues.append((at, f"Syntax error: token recognition error at: '{text[at]}'"))
            at += 1
            continue
        kind = match.lastgroup
        if kind != "SPACE":
            found.append(Token(match[0] if kind == "SYMBOL" else kind, match[0], at))
        at = match.end()
    found.append(Token("EOF", "<EOF>", len(text)))
    if issues:
        raise CompileError(text, issues)
    return found


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
