"""Values of flags: Go's strconv, time.ParseDuration and pflag's collection types, with Go's error texts (raised as ValueError).

Durations are seconds as float. Owns text -> value; must not know flags or commands.
"""
from __future__ import annotations

import re

_TRUE = {"1", "t", "T", "TRUE", "true", "True"}
_FALSE = {"0", "f", "F", "FALSE", "false", "False"}
_BITS = {"int": 64, "int32": 32, "int64": 64, "level": 32}


def quote(text: str) -> str:
    """Go's %q of a string (for the characters that turn up in messages)."""
    import json
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")


def quote_char(char: str) -> str:
    """Go's %q of a rune."""
    return "'\\''" if char == "'" else "'\\\\'" if char == "\\" else f"'{char}'"


def default(type: str, text: str):
    """The value a flag has before it is set."""
    if type == "bool":
        return text == "true"
    if type == "tristate":
        return None
    if type in _BITS:
        return int(text or 0)
    if type == "duration":
        return duration(text or "0s")
    if type in ("stringSlice", "stringArray"):
        return text[1:-1].split(",") if len(text) > 2 else []
    if type in ("stringToString", "mapStringString"):
        return {}
    return text


def parse(type: str, text: str, old, changed: bool):
    """One occurrence of a flag: its new value; lists and maps grow from the second occurrence on."""
    if type == "string":
        return text
    if type in ("bool", "tristate"):
        return boolean(text)
    if type in _BITS:
        return integer(text, _BITS[type], 10 if type == "level" else 0)
    if type == "duration":
        return duration(text)
    if type == "stringArray":
        return (old if changed else []) + [text]
    if type == "stringSlice":
        return (old if changed else []) + csv_line(text)
    pairs = _pairs(text) if type == "stringToString" else _map(text)
    return {**old, **pairs} if changed else pairs


def boolean(text: str) -> bool:
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")


def integer(text: str, bits: int = 64, base: int = 0) -> int:
    """strconv.ParseInt; base 0 reads 0x, 0o, 0b and leading-zero octal."""
    try:
        value = _integer(text, base)
    except ValueError:
        raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: invalid syntax") from None
    if not -(1 << bits - 1) <= value < 1 << bits - 1:
        raise ValueError(f"strconv.ParseInt: parsing {quote(text)}: value out of range")
    return value


def _integer(text: str, base: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9a-zA-Z_]+", text) or base == 10 and "_" in text:
        raise ValueError(text)
    digits = text.lstrip("+-")
    if base == 0 and len(digits) > 1 and digits[0] == "0" and digits[1] in "01234567_":
        return int(text, 8)
    return int(text, base)


def duration(text: str) -> float:
    """time.ParseDuration in seconds: "1h30m", "1.5s", "-2m", "0"."""
    from kubectl_lite.machinery import goduration
    return goduration.parse(text)


def timeout(text: str) -> float:
    """clientcmd.ParseTimeout in seconds: whole seconds or a duration; 0.0 for no limit."""
    return float(text) if text.isdigit() else duration(text or "0")


def csv_line(text: str) -> list[str]:
    """One line of encoding/csv: fields in double quotes may hold commas; "" is no field."""
    if not text:
        return []
    if '"' not in text:
        return text.split("\n", 1)[0].split(",")
    fields, at = [], 0
    while True:
        field, at = _csv_quoted(text, at) if text[at:at + 1] == '"' else _csv_plain(text, at)
        fields.append(field)
        if at >= len(text) or text[at] == "\n":
            return fields
        at += 1


def _csv_plain(text: str, at: int) -> tuple[str, int]:
    end = text.find(",", at)
    end = len(text) if end < 0 else end
    bare = text.find('"', at, end)
    if bare >= 0:
        raise ValueError(f'parse error on line 1, column {bare + 1}: bare " in non-quoted-field')
    return text[at:end], end


def _csv_quoted(text: str, at: int) -> tuple[str, int]:
    out, i = [], at + 1
    while True:
        end = text.find('"', i)
        if end < 0:
            raise ValueError(f'parse error on line 1, column {len(text) + 1}: extraneous or missing " in quoted-field')
        out.append(text[i:end])
        after = text[end + 1:end + 2]
        if after == '"':
            out.append('"')
            i = end + 2
        elif after in ("", ",", "\n"):
            return "".join(out), end + 1
        else:
            raise ValueError(f'parse error on line 1, column {end + 1}: extraneous or missing " in quoted-field')


def _pairs(text: str) -> dict:
    """pflag's stringToString: key=value,key=value."""
    items = [text.strip('"')] if text.count("=") == 1 else csv_line(text)
    for item in items:
        if "=" not in item:
            raise ValueError(f"{item} must be formatted as key=value")
    return dict(item.split("=", 1) for item in items)


def _map(text: str) -> dict:
    """component-base's MapStringString: blanks around keys and values do not count."""
    out = {}
    for item in text.split(","):
        if not item:
            continue
        key, equals, value = item.partition("=")
        if not equals:
            raise ValueError("malformed pair, expect string=string")
        out[key.strip()] = value.strip()
    return out
