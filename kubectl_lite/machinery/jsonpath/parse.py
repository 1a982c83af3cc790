"""JSONPath text -> nodes, with client-go's syntax errors.

A node is a tuple whose first item names it: ("list", nodes), ("text", s), ("field", name), ("array", (start, end, step)),
("filter", left, operator, right), ("union", lists), ("int"|"float"|"bool", value), ("wildcard",), ("recursive",), ("identifier", name).
An array parameter is (known, value, derived).
"""
from __future__ import annotations

import re

from kubectl_lite.machinery import gounquote

_DICT_KEY = re.compile(r"'([^']*)'")
_SLICE = re.compile(r"(-?\d*)(:-?\d*)?(:-?\d*)?", re.A)
_COMPARISON = re.compile(r"([^!<>=]+)([!<>=]+)(.+)", re.S)
_TERMINATORS = frozenset(" \t\r\n.,[]$@{}") | {""}
_MAX_INT = 1 << 63


class JSONPathError(Exception):
    """A template that cannot be parsed or executed."""


class Missing(JSONPathError):
    """A field that no value has."""


def parse(text: str) -> list:
    """The nodes of a whole template."""
    return _Parser(text).template()


def _action(text: str) -> tuple:
    """The list node of one action given without its braces."""
    return parse("{" + text + "}")[0]


def _alphanumeric(c: str) -> bool:
    return c == "_" or c.isalpha() or c.isdecimal()


class _Parser:
    """client-go's parser: `start` is where the token being read begins, `next` answers "" at the end."""
    __slots__ = ("text", "pos", "start")

    def __init__(self, text: str):
        self.text, self.pos, self.start = text, 0, 0

    def next(self) -> str:
        c = self.text[self.pos:self.pos + 1]
        self.pos += len(c)
        return c

    def peek(self) -> str:
        return self.text[self.pos:self.pos + 1]

    def consume(self) -> str:
        value = self.text[self.start:self.pos]
        self.start = self.pos
        return value

    def template(self) -> list:
        nodes: list = []
        while True:
            at = self.text.find("{", self.pos)
            self.pos = len(self.text) if at < 0 else at
            if self.pos > self.start:
                nodes.append(("text", self.consume()))
            if at < 0:
                return nodes
            self.pos += 1
            self.consume()
            nodes.append(("list", self.action()))

    def action(self) -> list:
        nodes: list = []
        while not self.text.startswith("}", self.pos):
            self.item(nodes)
        self.pos += 1
        self.consume()
        return nodes

    def item(self, nodes: list) -> None:
        """One item of an action."""
        if self.text.startswith("[?(", self.pos):
            return self.filter(nodes)
        if self.text.startswith("..", self.pos):
            return self.recursive(nodes)
        c = self.next()
        if c in ("", "\r", "\n"):
            raise JSONPathError("unclosed action")
        if c in " @$":
            self.consume()
        elif c == "[":
            self.array(nodes)
        elif c in "\"'":
            self.quoted(nodes, c)
        elif c == ".":
            self.field(nodes)
        elif c in "+-" or c.isdecimal():
            self.number(nodes)
        elif _alphanumeric(c):
            self.identifier(nodes)
        else:
            shown = f" '{c}'" if c.isprintable() else ""
            raise JSONPathError(f"unrecognized character in action: U+{ord(c):04X}{shown}")

    def identifier(self, nodes: list) -> None:
        while self.peek() not in _TERMINATORS:
            self.pos += 1
        value = self.consume()
        nodes.append(("bool", value == "true") if value in ("true", "false") else ("identifier", value))

    def recursive(self, nodes: list) -> None:
        if nodes and nodes[-1][0] == "recursive":
            raise JSONPathError("invalid multiple recursive descent")
        self.pos += 2
        self.consume()
        nodes.append(("recursive",))
        if _alphanumeric(self.peek()):
            self.field(nodes)

    def number(self, nodes: list) -> None:
        while self.peek() == "." or self.peek().isdecimal():
            self.pos += 1
        value = self.consume()
        try:
            if -_MAX_INT <= int(value) < _MAX_INT:
                nodes.append(("int", int(value)))
                return
        except ValueError:
            pass
        try:
            nodes.append(("float", float(value)))
        except ValueError:
            raise JSONPathError(f"cannot parse number {value}") from None

    def field(self, nodes: list) -> None:
        self.consume()
        while True:
            if self.peek() == "\\":
                self.pos = min(self.pos + 2, len(self.text))
            elif self.peek() in _TERMINATORS:
                break
            else:
                self.pos += 1
        value = self.consume()
        nodes.append(("wildcard",) if value == "*" else ("field", value.replace("\\", "")))

    def quoted(self, nodes: list, quote: str) -> None:
        while True:
            c = self.next()
            if c in ("", "\n"):
                raise JSONPathError("unterminated quoted string")
            if c == quote and self.text[self.pos - 2] != "\\":
                break
        value = self.consume()
        try:
            nodes.append(("text", gounquote.unquote(value)))
        except ValueError as e:
            raise JSONPathError(f"unquote string {value} error {e}") from None

    def array(self, nodes: list) -> None:
        while True:
            c = self.next()
            if c in ("", "\n"):
                raise JSONPathError("unterminated array")
            if c == "]":
                break
        text = self.consume()[1:-1]
        parts = text.split(",")
        key = _DICT_KEY.fullmatch(text)
        if len(parts) > 1:
            nodes.append(("union", [_action(f"[{part.strip(' ')}]") for part in parts]))
        elif key:
            nodes.extend(_action("." + key[1])[1])
        else:
            nodes.append(("array", _slice(":" if text == "*" else text)))

    def filter(self, nodes: list) -> None:
        self.pos += 3
        self.consume()
        self.filter_end()
        if self.next() != "]":
            raise JSONPathError("unclosed array expect ]")
        text = self.consume()[:-2]
        parts = _COMPARISON.fullmatch(text)
        if parts is None:
            nodes.append(("filter", _action(text), "exists", None))
        else:
            nodes.append(("filter", _action(parts[1]), parts[2], _action(parts[3])))

    def filter_end(self) -> None:
        """Step behind the closing parenthesis: the first one outside the one quoted string."""
        begun = ended = False
        pair = ""
        while True:
            c = self.next()
            if c in ("", "\n"):
                raise JSONPathError("unterminated filter")
            if c in "\"'":
                if not begun:
                    begun, pair = True, c
                elif self.text[self.pos - 2] != "\\" and c == pair:
                    ended = True
            elif c == ")" and begun == ended:
                return


def _slice(text: str) -> tuple:
    match = _SLICE.fullmatch(text)
    if match is None:
        raise JSONPathError(f"invalid array index {text}")
    start, end, step = match.groups("")
    first = _param(start)
    if end:
        second = _param(end[1:])
    else:
        second = (True, first[1] + 1, True)
    return first, second, _param(step[1:])


def _param(text: str) -> tuple:
    if not text:
        return False, 0, False
    try:
        return True, int(text), False
    except ValueError:
        raise JSONPathError(f"array index {text} is not a number") from None
