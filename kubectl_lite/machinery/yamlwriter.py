"""YAML text to the byte as sigs.k8s.io/yaml (go-yaml v2) writes decoded JSON.

Owns block style, key order, quoting and line folding. Keys are sorted, lists are not indented below their key, lines fold at blanks after column 80.
"""
from __future__ import annotations

import re
from functools import cmp_to_key

from kubectl_lite.machinery import gofloat, yamlscalars

WIDTH, INDENT, LONGEST_SIMPLE_KEY = 80, 2, 128
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_BREAKS = "\n\r\x85\u2028\u2029"
_ESCAPES = {0: "0", 7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 27: "e", 34: '"', 92: "\\", 0x85: "N", 0xA0: "_", 0x2028: "L", 0x2029: "P"}


def dump(value) -> str:
    """The document of one value, with a newline at its end."""
    writer = _Writer()
    writer.root(value)
    return writer.text()


class _Writer:
    """Collects pieces; a node is written with the indentation of its collection and the column its first line begins at."""
    __slots__ = ("out", "words", "keys")

    def __init__(self):
        self.out: list[str] = []
        self.words: dict[str, str] = {}  # strings without blanks, as written
        self.keys: dict[str, str] = {}

    def text(self) -> str:
        text = "".join(self.out)
        return text if text.endswith("\n") else text + "\n"

    def root(self, value) -> None:
        if isinstance(value, dict) and value:
            self.mapping(value, 0)
        elif isinstance(value, list) and value:
            self.sequence(value, 0)
        else:
            self.out.append(self.scalar(value, 0, 0))

    def newline(self, indent: int) -> None:
        """Begin a line, unless a block scalar has just ended one."""
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")
        self.out.append(" " * indent)

    def mapping(self, value: dict, indent: int) -> None:
        """The first key goes where the output stands."""
        for i, key in enumerate(sorted_keys(value)):
            if i:
                self.newline(indent)
            self.entry(key, value[key], indent)

    def entry(self, key: str, value, indent: int) -> None:
        put = self.out.append
        shown = self.key(key)
        if not shown:
            self.complex_entry(key, value, indent)
            return
        put(shown + ":")
        if isinstance(value, dict) and value:
            self.newline(indent + INDENT)
            self.mapping(value, indent + INDENT)
        elif isinstance(value, list) and value:
            self.newline(indent)
            self.sequence(value, indent)
        else:
            put(" " + self.scalar(value, indent + INDENT, indent + len(shown) + 2))

    def complex_entry(self, key: str, value, indent: int) -> None:
        """A key too long for one line of its own: `? key` and `: value`."""
        self.out.append("? " + self.scalar(key, indent + INDENT, indent + 2))
        self.newline(indent)
        self.out.append(": ")
        self.item(value, indent)

    def sequence(self, value: list, indent: int) -> None:
        for i, item in enumerate(value):
            if i:
                self.newline(indent)
            self.out.append("- ")
            self.item(item, indent)

    def item(self, value, indent: int) -> None:
        """A value that begins on the line of its dash."""
        if isinstance(value, dict) and value:
            self.mapping(value, indent + INDENT)
        elif isinstance(value, list) and value:
            self.sequence(value, indent + INDENT)
        else:
            self.out.append(self.scalar(value, indent + INDENT, indent + 2))

    def key(self, key: str) -> str:
        """The key as written, "" for one that cannot stand before a colon."""
        shown = self.keys.get(key)
        if shown is None:
            complex_ = len(key.encode("utf-8", "surrogateescape")) > LONGEST_SIMPLE_KEY or any(c in key for c in _BREAKS)
            shown = self.keys[key] = "" if complex_ else _string(key, 0, 0, simple_key=True)
        return shown

    def string(self, value: str, indent: int, column: int) -> str:
        """A string; one without blanks looks the same wherever it stands, and so is kept."""
        shown = _string(value, indent, column)
        if " " not in value and not any(c in value for c in _BREAKS):
            self.words[value] = shown
        return shown

    def scalar(self, value, indent: int, column: int) -> str:
        """A scalar or an empty collection; further lines are indented by `indent`."""
        if isinstance(value, str):
            shown = self.words.get(value)
            return self.string(value, indent, column) if shown is None else shown
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return _float(value)
        if isinstance(value, dict):
            return "{}"
        if isinstance(value, list):
            return "[]"
        return "null" if value is None else _integer(value)


def _integer(value: int) -> str:
    """go-yaml reads what no 64-bit integer holds as a float."""
    return str(value) if -(1 << 63) <= value < 1 << 64 else gofloat.text(float(value))


def _float(value: float) -> str:
    """A float that JSON wrote and YAML read back: whole numbers are integers there."""
    read = yamlscalars.resolve(gofloat.json_text(value))[1]
    return gofloat.text(read) if isinstance(read, float) else str(read)


# ---- keys ----

def sorted_keys(value: dict) -> list:
    """The keys in go-yaml's order: letters by code point after everything else, numbers inside keys by value."""
    keys = sorted(value)
    if any(not key.isalpha() for key in keys):
        keys.sort(key=cmp_to_key(_compare))
    return keys


def _compare(a: str, b: str) -> int:
    if a == b:
        return 0
    return -1 if _less(a, b) else 1


def _less(a: str, b: str) -> bool:
    for i, (x, y) in enumerate(zip(a, b)):
        if x == y:
            continue
        x_letter, y_letter = x.isalpha(), y.isalpha()
        if x_letter and y_letter:
            return x < y
        if x_letter or y_letter:
            return y_letter
        return _less_numbers(a, b, i)
    return len(a) < len(b)


def _less_numbers(a: str, b: str, i: int) -> bool:
    """Two keys that first differ at i, where neither has a letter."""
    start = 1 if "0" in (a[i], b[i]) and _after_number(a, i) else 0
    a_value, a_end = _digits(a, i, start)
    b_value, b_end = _digits(b, i, start)
    if a_value != b_value:
        return a_value < b_value
    return a_end < b_end if a_end != b_end else a[i] < b[i]


def _after_number(text: str, i: int) -> bool:
    while i > 0 and text[i - 1].isdecimal():
        i -= 1
        if text[i] != "0":
            return True
    return False


def _digits(text: str, i: int, value: int) -> tuple[int, int]:
    while i < len(text) and text[i].isdecimal():
        value = value * 10 + ord(text[i]) - 48
        i += 1
    return (value + (1 << 63)) % (1 << 64) - (1 << 63), i  # int64 wraps


# ---- strings ----

class _Facts:
    """What libyaml's analysis says about a text."""
    __slots__ = ("plain", "single", "block")

    def __init__(self, text: str):
        breaks = any(c in text for c in _BREAKS)
        special = _CONTROL.search(text) is not None if text.isascii() else any(map(_unprintable, text))
        ends = text[0] == " " or text[0] in _BREAKS or text[-1] == " " or text[-1] in _BREAKS
        space_break = breaks and any(f" {c}" in text for c in _BREAKS)
        break_space = breaks and any(f"{c} " in text for c in _BREAKS)
        self.plain = not (breaks or special or ends or _indicators(text))
        self.single = not (special or space_break or break_space)
        self.block = not (special or space_break or text[-1] == " ")


def _unprintable(c: str) -> bool:
    """What go-yaml v2 writes as an escape: controls, and everything beyond the Basic Multilingual Plane."""
    return c < " " and c != "\n" or "\x7f" <= c < "\xa0" or c > "\ufffd" or c == "\ufeff" or "\ud800" <= c < "\ue000"


def _indicators(text: str) -> bool:
    """Whether block context reads the text as more than plain words."""
    if text[:3] in ("---", "...") or text[0] in "#,[]{}&*!|>'\"%@`":
        return True
    if text[0] in "?:-" and (len(text) == 1 or _blank(text[1])):
        return True
    return ": " in text or text[-1] == ":" and len(text) > 1 or " #" in text or any(f":{c}" in text or f"{c}#" in text for c in "\t" + _BREAKS)


def _blank(c: str) -> bool:
    return c in " \t" + _BREAKS


def _string(text: str, indent: int, column: int, simple_key: bool = False) -> str:
    """One string in the style go-yaml chooses."""
    if not text:
        return '""'
    facts = _Facts(text)
    if "\n" in text:
        if facts.block and not simple_key:
            return _literal(text, indent)
        return _double(text, indent, column, simple_key)
    tag, _ = yamlscalars.resolve(text)
    if tag != yamlscalars.STR or yamlscalars.is_base60(text):
        return _double(text, indent, column, simple_key)
    if facts.plain:
        return _plain(text, indent, column, simple_key)
    if facts.single and not (simple_key and any(c in text for c in _BREAKS)):
        return _single(text, indent, column, simple_key)
    return _double(text, indent, column, simple_key)


def _plain(text: str, indent: int, column: int, simple_key: bool) -> str:
    if simple_key or column + len(text) <= WIDTH:
        return text
    out, after_space = [], False
    for i, c in enumerate(text):
        if c == " " and not after_space and column > WIDTH and text[i + 1] != " ":
            out.append("\n" + " " * indent)
            column = indent
        else:
            out.append(c)
            column += 1
        after_space = c == " "
    return "".join(out)


def _single(text: str, indent: int, column: int, simple_key: bool) -> str:
    if simple_key or column + len(text) + text.count("'") < WIDTH and not any(c in text for c in _BREAKS):
        return "'" + text.replace("'", "''") + "'"
    out, after_space, after_break = ["'"], False, False
    column += 1
    for i, c in enumerate(text):
        if c == " " and not after_space and column > WIDTH and 0 < i < len(text) - 1 and text[i + 1] != " ":
            out.append("\n" + " " * indent)
            column = indent
        elif c in _BREAKS:
            out.append(c)
            column = 0
        else:
            if after_break and c not in _BREAKS and c != " ":
                out.append(" " * indent)
                column = indent
            out.append("''" if c == "'" else c)
            column += 2 if c == "'" else 1
        after_space, after_break = c == " ", c in _BREAKS
    return "".join(out) + "'"


def _double(text: str, indent: int, column: int, simple_key: bool) -> str:
    out, after_space = ['"'], False
    column += 1
    for i, c in enumerate(text):
        piece = c
        if c in "\"\\" or c in _BREAKS or _unprintable(c):
            piece = _escape(ord(c))
        elif c == " " and not simple_key and not after_space and column > WIDTH and 0 < i < len(text) - 1:
            piece = "\n" + " " * indent + ("\\" if text[i + 1] == " " else "")
            column = indent - len(piece) + piece.count("\\")
        out.append(piece)
        column += len(piece)
        after_space = c == " "
    return "".join(out) + '"'


def _escape(code: int) -> str:
    short = _ESCAPES.get(code)
    if short:
        return "\\" + short
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _literal(text: str, indent: int) -> str:
    hint = str(INDENT) if text[0] == " " or text[0] in _BREAKS else ""
    chomp = "-" if text[-1] != "\n" else "+" if len(text) == 1 or text[-2] in _BREAKS else ""
    pad = " " * indent
    lines = text.split("\n")
    body = "\n".join(pad + line if line else "" for line in lines)
    return f"|{hint}{chomp}\n{body}"
