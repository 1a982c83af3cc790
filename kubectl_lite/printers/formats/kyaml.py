"""-o kyaml: YAML in flow style, as sigs.k8s.io/yaml/kyaml writes it. Strings are quoted, keys only where YAML could misread them."""
from __future__ import annotations

import re

from kubectl_lite.machinery import gofloat, yamlscalars
from kubectl_lite.printers.formats.managed import without_managed_fields
from kubectl_lite.printers.formats.typed import ordered

_KEY = re.compile(r"\w(?:[\w./-]*\w)?")
_FLOAT = re.compile(r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][-+]?\d+|inf|infinity|nan)", re.I | re.A)
_BASE60 = re.compile(r"[+-]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?", re.A)
_WORDS = frozenset(("null", "~", "", "true", "y", "yes", "on", "false", "n", "no", "off", ".inf", "-.inf", "+.inf", ".nan", "t", "f", "0", "1"))
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\r": "\\r", "\v": "\\v", "\0": "\\0", "\x1b": "\\e", "\x85": "\\N", "\xa0": "\\_",
            "\u2028": "\\L", "\u2029": "\\P", '"': '\\"', "\\": "\\\\", "\t": "\t"}


class Printer:
    """Every document begins with `---`."""
    __slots__ = ("managed", "typed")

    def __init__(self, managed: bool = False, typed: bool = False):
        self.managed, self.typed = managed, typed

    def __call__(self, obj: dict) -> str:
        obj = obj if self.managed else without_managed_fields(obj)
        return f"---\n{_node(ordered(obj), 0, self.typed) if self.typed else _node(obj, 0)}\n"


def _node(value, level: int, typed: bool = False) -> str:
    if isinstance(value, dict):
        return _mapping(value, level, typed)
    if isinstance(value, list):
        return _sequence(value, level, typed)
    if isinstance(value, str):
        return _string(value, level + 1)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return gofloat.json_text(value)
    return "null" if value is None else str(value)


def _mapping(value: dict, level: int, typed: bool) -> str:
    if not value:
        return "{}"
    pad = "  " * (level + 1)
    keys = value if typed else sorted(value)
    lines = "".join(f"{pad}{_key(key)}: {_node(value[key], level + 1, typed)},\n" for key in keys)
    return "{\n" + lines + "  " * level + "}"


def _sequence(value: list, level: int, typed: bool) -> str:
    if not value:
        return "[]"
    if all(isinstance(item, (dict, list)) for item in value):
        return "[" + ", ".join(_node(item, level, typed) for item in value) + "]"
    pad = "  " * level
    return f"[\n{pad}" + "".join(f"  {_node(item, level + 1, typed)},\n{pad}" for item in value) + "]"


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) and not _ambiguous(key) else '"' + "".join(map(_char, key)).replace("\n", "\\n") + '"'


def _ambiguous(text: str) -> bool:
    """Whether a YAML parser could take the bare text for something else than a string."""
    bare = text.replace("_", "")
    return text.lower() in _WORDS or yamlscalars.integer(bare) is not None or _FLOAT.fullmatch(bare) is not None \
        or _BASE60.fullmatch(text) is not None or yamlscalars.is_timestamp(text)


def _char(c: str) -> str:
    escaped = _ESCAPES.get(c)
    if escaped is not None or c == "\n" or c.isprintable():
        return escaped or c
    code = ord(c)
    if c < " " or c == "\x7f":
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _string(text: str, level: int) -> str:
    """A quoted string; one with newlines is folded, each line on a line of its own."""
    if "\n" not in text:
        return '"' + "".join(map(_char, text)) + '"'
    pad = "  " * level
    lines = text.split("\n")
    last = lines.pop()
    out = "".join(f"{pad}{_line(line)}\\n\\\n" for line in lines)
    if last:
        out += f"{pad}{_line(last)}\\\n"
    return f'"\\\n{out}{pad}"'


def _line(line: str) -> str:
    """One line after its indentation: an escaped blank where it begins with one, else a blank to align with those."""
    lead = "\\" if line[:1].isspace() else " "
    return lead + "".join(map(_char, line))
