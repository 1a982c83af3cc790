"""Which value a plain YAML scalar stands for, by go-yaml v2's rules (YAML 1.1 as sigs.k8s.io/yaml reads and writes it).

Owns the meaning of single words; reading and writing documents is done elsewhere.
"""
from __future__ import annotations

import re

STR, INT, FLOAT, BOOL, NULL, TIMESTAMP, MERGE = "str", "int", "float", "bool", "null", "timestamp", "merge"


def _words() -> dict:
    words = {}
    for value, names in ((True, "y yes true on"), (False, "n no false off")):
        for name in names.split():
            for form in (name, name.capitalize(), name.upper()):
                words[form] = (BOOL, value)
    for name in ("", "~", "null", "Null", "NULL"):
        words[name] = (NULL, None)
    for name in (".nan", ".NaN", ".NAN"):
        words[name] = (FLOAT, float("nan"))
    for sign in ("", "+", "-"):
        for name in (".inf", ".Inf", ".INF"):
            words[sign + name] = (FLOAT, float("-inf" if sign == "-" else "inf"))
    return words


WORDS = _words()
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.A)
_INT = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|(0[0-7]*)|([1-9][0-9]*))", re.A)
_TIME = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)([.,]\d+)?(Z|[-+]\d\d:\d\d))|(?: (\d\d?):(\d\d?):(\d\d?)([.,]\d+)?))?", re.A)
_BASE60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", re.A)
_HINTED = frozenset("+-0123456789.")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def resolve(text: str) -> tuple:
    """(tag, value) of a plain scalar."""
    word = WORDS.get(text)
    if word is not None:
        return word
    first = text[0]
    if first not in _HINTED:
        return STR, text
    if first == ".":
        return (FLOAT, float(text)) if _FLOAT.fullmatch(text) else (STR, text)
    if is_timestamp(text):
        return TIMESTAMP, text
    return _number(text.replace("_", "")) or (STR, text)


def _number(text: str):
    value = integer(text)
    if value is not None and -(1 << 63) <= value < 1 << 64:
        return INT, value
    if _FLOAT.fullmatch(text):
        value = float(text)
        return None if value in (float("inf"), float("-inf")) else (FLOAT, value)
    return None


def integer(text: str) -> int | None:
    """strconv.ParseInt with base 0 (no underscores)."""
    match = _INT.fullmatch(text)
    if match is None:
        return None
    sign, *digits = match.groups()
    for found, base in zip(digits, (16, 8, 2, 8, 10)):
        if found is not None:
            return -int(found, base) if sign == "-" else int(found, base)
    return None


def is_timestamp(text: str) -> bool:
    """Whether go-yaml takes the text for a date or a time."""
    if text[4:5] != "-":
        return False
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    year, month, day, *rest = match.groups()
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= _month_days(int(year), int(month)):
        return False
    hour, minute, second = (rest[0:3] if rest[0] else rest[5:8])
    return hour is None or int(hour) < 24 and int(minute) < 60 and int(second) < 60


def _month_days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 if month == 2 and not leap else _DAYS[month - 1]


def is_base60(text: str) -> bool:
    """Whether other YAML 1.1 parsers would read a base-60 number, which go-yaml quotes for them."""
    return text[:1] in _HINTED and text[:1] != "." and ":" in text and _BASE60.fullmatch(text) is not None
