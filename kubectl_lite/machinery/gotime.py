"""Go's time parsing for the layouts the API uses: RFC 3339 with and without microseconds, with the texts of Go's errors.

Times are normalised to the text that metav1.Time and metav1.MicroTime write. Clocks and durations of controllers are not here.
"""
from __future__ import annotations

import re
from functools import lru_cache

from kubectl_lite.machinery.field import go_quote

RFC3339 = "2006-01-02T15:04:05Z07:00"
RFC3339_MICRO = "2006-01-02T15:04:05.000000Z07:00"

PLAIN = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"
# (literal before, name of the element in Go's layout, pattern, smallest, largest, what is out of range)
STEPS = (("", "2006", r"\d{4}", 0, 9999, "year"), ("-", "01", r"\d\d", 1, 12, "month"), ("-", "02", r"\d\d", 1, 31, "day"),
         ("T", "15", r"\d\d?", 0, 23, "hour"), (":", "04", r"\d\d", 0, 59, "minute"), (":", "05", r"\d\d", 0, 59, "second"))
ZONE = r"Z|([+-])(\d\d):(\d\d)"
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class TimeError(ValueError):
    """The text is no time of the layout; str() is Go's own message."""


@lru_cache(1024)
def time_text(text: str) -> str:
    """RFC 3339 text as metav1.Time writes it back (UTC, whole seconds); TimeError otherwise."""
    if re.fullmatch(PLAIN, text, re.ASCII):
        return text
    return _format(_parse(text, RFC3339))[:-1] + "Z"


@lru_cache(1024)
def micro_time_text(text: str) -> str:
    """RFC 3339 text with six decimals as metav1.MicroTime writes it back; TimeError otherwise."""
    parts = _parse(text, RFC3339_MICRO)
    return f"{_format(parts)[:-1]}.{parts[6]:06d}Z"


def _parse(text, layout):
    """[year, month, day, hour, minute, second, microseconds, offset in seconds]"""
    rest, parts = text, []
    for literal, element, pattern, low, high, what in STEPS:
        if not rest.startswith(literal):
            _bad(text, layout, rest, literal)
        rest = rest[len(literal):]
        found = re.match(pattern, rest, re.ASCII)
        if not found:
            _bad(text, layout, rest, element)
        rest = rest[found.end():]
        parts.append(int(found[0]))
        if not low <= parts[-1] <= high:
            raise TimeError(f"parsing time {go_quote(text)}: {what} out of range")
    micros, rest = _fraction(text, layout, rest)
    offset, rest = _zone(text, layout, rest)
    if rest:
        raise TimeError(f"parsing time {go_quote(text)}: extra text: {go_quote(rest)}")
    if parts[2] > _days(parts[0], parts[1]):
        raise TimeError(f"parsing time {go_quote(text)}: day out of range")
    return [*parts, micros, offset]


def _fraction(text, layout, rest):
    if layout == RFC3339_MICRO:
        found = re.match(r"\.(\d{6})", rest, re.ASCII)
        if not found:
            _bad(text, layout, rest, ".000000")
    else:  # Go takes a fraction that the layout does not have
        found = re.match(r"[.,](\d+)", rest, re.ASCII)
    return (int(found[1][:6].ljust(6, "0")), rest[found.end():]) if found else (0, rest)


def _zone(text, layout, rest):
    found = re.match(ZONE, rest, re.ASCII)
    if not found:
        _bad(text, layout, rest, "Z07:00")
    if found[0] == "Z":
        return 0, rest[1:]
    hours, minutes = int(found[2]), int(found[3])
    if hours > 24:
        raise TimeError(f"parsing time {go_quote(text)}: time zone offset hour out of range")
    if minutes > 60:
        raise TimeError(f"parsing time {go_quote(text)}: time zone offset minute out of range")
    return (hours * 3600 + minutes * 60) * (-1 if found[1] == "-" else 1), rest[6:]


def _bad(text, layout, rest, element):
    raise TimeError(f"parsing time {go_quote(text)} as {go_quote(layout)}: cannot parse {go_quote(rest)} as {go_quote(element)}")


def _days(year, month):
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return DAYS[month - 1] + leap


def _format(parts):
    year, month, day, hour, minute, second, _, offset = parts
    if offset:
        year, month, day, hour, minute, second = _shifted(year, month, day, hour * 3600 + minute * 60 + second - offset)
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"


def _shifted(year, month, day, seconds):
    while seconds < 0:
        seconds, day = seconds + 86400, day - 1
        if day == 0:
            year, month = (year - 1, 12) if month == 1 else (year, month - 1)
            day = _days(year, month)
    while seconds >= 86400:
        seconds, day = seconds - 86400, day + 1
        if day > _days(year, month):
            day, (year, month) = 1, ((year + 1, 1) if month == 12 else (year, month + 1))
    return year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60
