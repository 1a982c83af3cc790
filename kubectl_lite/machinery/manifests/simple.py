"""The plain part of YAML, read fast: block mappings and lists, one-line scalars and flow collections, literal blocks.

Manifests are mostly this, and reading it here saves importing and running the full parser. Whatever is not certainly read the same as there
(anchors, tags, folded or multi-line scalars, tabs, duplicate keys, errors) raises NotSimple, and the full parser has the word.
"""
from __future__ import annotations

import re

from kubectl_lite.machinery.manifests import decode
from kubectl_lite.machinery.yamlscalars import resolve

MAX_DEPTH, LONGEST_LINE = 60, 900

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_DOUBLE = r'"(?:[^"\\\n]|\\["\\nt])*"'
_SINGLE = r"'(?:[^'\n]|'')*'"
_KEY_PLAIN = r"(?:[A-Za-z0-9_/.$]|-(?=[A-Za-z0-9_]))[A-Za-z0-9_/.$-]*"
_KEY = re.compile(rf"({_KEY_PLAIN}|{_DOUBLE}|{_SINGLE}):(?: +|$)")
_QUOTED = re.compile(rf"({_DOUBLE}|{_SINGLE})(?: +#.*| *)")
_PLAIN_START = re.compile(r"[A-Za-z0-9_/.+~<(=$^;\\]|-(?=[^ \n])")
_COMMENT = re.compile(r" +#.*| +$")
_BLOCK = re.compile(r"\|([-+]?) *")
_ESCAPE = re.compile(r'\\(["\\nt])')
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
_FLOW_WORD = re.compile(r"(?:[A-Za-z0-9_/.+~(=$^;]|-(?=[A-Za-z0-9_.-]))(?:[A-Za-z0-9_/.+~()=$^;@<>*%-]|:(?=[A-Za-z0-9_/.-])| (?=[A-Za-z0-9_/.(=$-]))*")
_FLOW_KEY = re.compile(rf"({_KEY_PLAIN}|{_DOUBLE}|{_SINGLE}): *")
_SPACES = re.compile(" *")


class NotSimple(Exception):
    """The full parser must read this text."""


def read(text: str):
    """The JSON value of one document; raises NotSimple. The text holds no document separator but a first line `---`."""
    if _CONTROL.search(text) or not text.isascii() and any(map(_strange, text)):
        raise NotSimple
    lines = text.split("\n")
    if lines[0].rstrip(" ") == "---":
        lines[0] = ""
    reader = _Reader(lines)
    if reader.indent < 0:
        raise NotSimple
    value = reader.block(reader.indent, 0)
    if reader.indent >= 0:
        raise NotSimple
    return value


def _strange(c: str) -> bool:
    """Characters that YAML gives a meaning or refuses."""
    return "\x80" <= c < "\xa0" or c in "\u2028\u2029\ufeff\ufffe\uffff" or "\ud800" <= c < "\ue000"


class _Reader:
    """Walks over the lines that say something: `at` is the current one, `indent` its indentation (-1 at the end), `body` the rest of it."""
    __slots__ = ("lines", "at", "indent", "body")

    def __init__(self, lines: list):
        self.lines, self.at, self.indent, self.body = lines, -1, 0, ""
        self.next()

    def next(self) -> None:
        """Go to the next line that is neither blank nor a comment."""
        lines, at = self.lines, self.at + 1
        while at < len(lines):
            body = lines[at].lstrip(" ")
            if body and body[0] != "#":
                if len(body) > LONGEST_LINE or body.startswith(("---", "...")) and body is lines[at]:
                    raise NotSimple
                self.at, self.indent, self.body = at, len(lines[at]) - len(body), body
                return
            at += 1
        self.at, self.indent, self.body = at, -1, ""

    def block(self, indent: int, depth: int):
        """The mapping or list whose entries begin at `indent`."""
        if depth > MAX_DEPTH:
            raise NotSimple
        if self.body == "-" or self.body.startswith("- "):
            return self.list(indent, depth)
        return self.map(indent, depth)

    def map(self, indent: int, depth: int) -> dict:
        out: dict = {}
        while self.indent == indent:
            match = _KEY.match(self.body)
            if match is None:
                if self.body == "-" or self.body.startswith("- "):
                    break  # the list this mapping is in, or an error
                raise NotSimple
            key = _key(match[1])
            if key in out:
                raise NotSimple
            out[key] = self.value(self.body[match.end():], indent, depth, in_map=True)
        if self.indent > indent:
            raise NotSimple
        return out

    def list(self, indent: int, depth: int) -> list:
        out: list = []
        while self.indent == indent and (self.body == "-" or self.body.startswith("- ")):
            rest = self.body[1:].lstrip(" ")
            if rest.startswith("- ") or rest == "-":
                raise NotSimple
            if _KEY.match(rest):
                self.indent += len(self.body) - len(rest)
                self.body = rest
                out.append(self.map(self.indent, depth + 1))
            else:
                out.append(self.value(rest, indent, depth, in_map=False))
        if self.indent > indent:
            raise NotSimple
        return out

    def value(self, rest: str, indent: int, depth: int, in_map: bool):
        """What follows a key or a dash: on the same line, or as a block below."""
        if not rest or rest[0] == "#":
            self.next()
            if self.indent > indent or in_map and self.indent == indent and (self.body == "-" or self.body.startswith("- ")):
                return self.block(self.indent, depth + 1)
            return None
        if rest[0] == "|":
            return self.literal(rest, indent)
        value = _inline(rest)
        self.next()
        if self.indent > indent:
            raise NotSimple  # a scalar of several lines, or an error
        return value

    def literal(self, head: str, parent: int) -> str:
        """A literal block scalar, deeper than its parent."""
        match = _BLOCK.fullmatch(head)
        if match is None:
            raise NotSimple
        lines, at = self.lines, self.at + 1
        first = next((line for line in lines[at:] if line.strip(" ")), "")
        width = len(first) - len(first.lstrip(" "))
        if width <= parent:
            raise NotSimple
        found: list[str] = []
        while at < len(lines) and (not lines[at].strip(" ") or len(lines[at]) - len(lines[at].lstrip(" ")) >= width):
            found.append(lines[at][width:])
            at += 1
        if at < len(lines) and len(lines[at]) - len(lines[at].lstrip(" ")) > parent or any(len(l) > width and not l.strip(" ") for l in self.lines[self.at + 1:at]):
            raise NotSimple
        ended = at < len(lines)
        self.at = at - 1
        self.next()
        return _chomped(found if ended else found[:-1] if found and not found[-1] else found, match[1], ended or not lines[-1])


def _chomped(found: list, chomp: str, newline: bool) -> str:
    """The lines of a literal block with the line ends its header leaves at the end."""
    last = len(found)
    while last and not found[last - 1]:
        last -= 1
    text = "\n".join(found[:last])
    if chomp == "-":
        return text
    if not newline:
        raise NotSimple
    return text + "\n" * (len(found) - last + 1) if chomp == "+" else text + "\n"


def _key(text: str) -> str:
    if text[0] in "\"'":
        return _unquoted(text)
    kind, value = resolve(text)
    return text if kind == "str" else decode.key_text(value, "") if value is not None else _refuse()


def _refuse():
    raise NotSimple


def _unquoted(text: str) -> str:
    body = text[1:-1]
    if text[0] == "'":
        return body.replace("''", "'")
    return _ESCAPE.sub(lambda m: _ESCAPED[m[1]], body) if "\\" in body else body


def _inline(rest: str):
    """A scalar or flow collection that is the rest of a line."""
    if rest[0] in "\"'":
        match = _QUOTED.fullmatch(rest)
        if match is None:
            raise NotSimple
        return _unquoted(match[1])
    if rest[0] in "{[":
        value, end = _flow(rest, 0, 0)
        tail = rest[end:]
        if tail.strip(" ") and not re.match(" +#", tail):
            raise NotSimple
        return value
    return _plain(rest)


def _plain(rest: str):
    comment = _COMMENT.search(rest)
    text = rest[:comment.start()] if comment else rest
    if not _PLAIN_START.match(text) or ": " in text or text[-1] == ":":
        raise NotSimple
    return _scalar(text)


def _scalar(text: str):
    value = resolve(text)[1]
    return decode.as_json(value) if isinstance(value, (int, float)) else value


def _flow(text: str, at: int, depth: int) -> tuple:
    """(the flow collection that begins at `at`, the position behind it)."""
    if depth > MAX_DEPTH:
        raise NotSimple
    is_map = text[at] == "{"
    close, out = ("}", {}) if is_map else ("]", [])
    at = _SPACES.match(text, at + 1).end()
    while text[at:at + 1] != close:
        if is_map:
            match = _FLOW_KEY.match(text, at)
            if match is None:
                raise NotSimple
            key = _key(match[1])
            if key in out or match[0][-1] == ":" and match[1][0] not in "\"'":
                raise NotSimple
            out[key], at = _flow_value(text, match.end(), depth)
        else:
            item, at = _flow_value(text, at, depth)
            out.append(item)
        at = _SPACES.match(text, at).end()
        if text[at:at + 1] == ",":
            at = _SPACES.match(text, at + 1).end()
            if text[at:at + 1] == close:
                raise NotSimple
        elif text[at:at + 1] != close:
            raise NotSimple
    return out, at + 1


def _flow_value(text: str, at: int, depth: int) -> tuple:
    c = text[at:at + 1]
    if c in ("{", "["):
        return _flow(text, at, depth + 1)
    match = _QUOTED_FLOW.match(text, at)
    if match:
        return _unquoted(match[0]), match.end()
    match = _FLOW_WORD.match(text, at)
    if match is None:
        raise NotSimple
    return _scalar(match[0]), match.end()


_QUOTED_FLOW = re.compile(rf"(?:{_DOUBLE}|{_SINGLE})(?= *[,\]}}])")
