"""The values of expressions: Python's own for bool, int, float, str, bytes, None, list and dict; these classes for the rest."""
from __future__ import annotations

import re

INT_MAX, UINT_MAX = 2**63 - 1, 2**64 - 1
FIRST_SECOND, LAST_SECOND = -62135596800, 253402300799  # of the years 1 to 9999


class UInt(int):
    """An unsigned integer."""
    __slots__ = ()


class Duration:
    """A span of time, in nanoseconds."""
    __slots__ = ("nanos",)

    def __init__(self, nanos: int):
        self.nanos = nanos

    def __eq__(self, other):
        return isinstance(other, Duration) and self.nanos == other.nanos

    def __lt__(self, other):
        return self.nanos < other.nanos

    def __hash__(self):
        return hash(("duration", self.nanos))

    def __str__(self):
        seconds = self.nanos / 1e9
        return f"{seconds:.9f}".rstrip("0").rstrip(".") + "s"


class Timestamp:
    """A moment, in nanoseconds since the epoch."""
    __slots__ = ("nanos",)

    def __init__(self, nanos: int):
        self.nanos = nanos

    def __eq__(self, other):
        return isinstance(other, Timestamp) and self.nanos == other.nanos

    def __lt__(self, other):
        return self.nanos < other.nanos

    def __hash__(self):
        return hash(("timestamp", self.nanos))

    def datetime(self, zone: str = ""):
        """The moment in a time zone (UTC; a name, or +HH:MM)."""
        from datetime import datetime, timedelta, timezone
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=self.nanos // 1000)
        match = re.fullmatch(r"([+-])?(\d\d?):(\d\d)", zone)
        if match:
            offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
            return moment.astimezone(timezone(-offset if match[1] == "-" else offset))
        if zone in ("", "UTC"):
            return moment
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError
        try:
            return moment.astimezone(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"unknown time zone {zone}") from None

    def __str__(self):
        fraction = self.nanos % 1_000_000_000
        tail = f".{fraction:09d}".rstrip("0") if fraction else ""
        return self.datetime().isoformat()[:19] + tail + "Z"


class Optional:
    """optional.of(x) or optional.none()."""
    __slots__ = ("value", "present")

    def __init__(self, value=None, present: bool = False):
        self.value, self.present = value, present

    def __eq__(self, other):
        return isinstance(other, Optional) and (self.present, self.value) == (other.present, other.value)

    def __hash__(self):
        return hash(self.present)


class SetList(list):
    """A list whose order does not matter and that holds nothing twice."""
    __slots__ = ()

    def same(self, other, equal) -> bool:
        """Whether another list holds the same; `equal` compares elements."""
        return len(self) == len(other) and all(any(equal(a, b) for b in other) for a in self)

    def plus(self, other, equal) -> "SetList":
        """This list and what only the other has."""
        return SetList([*self, *(b for b in other if not any(equal(a, b) for a in self))])


class KeyedList(list):
    """A list whose elements are told apart by the values of keys."""
    __slots__ = ("keys",)

    def __init__(self, items, keys):
        super().__init__(items)
        self.keys = keys

    def _by_key(self, items):
        return {tuple(repr(item.get(k)) if isinstance(item, dict) else repr(item) for k in self.keys): item for item in items}

    def same(self, other, equal) -> bool:
        """Whether another list has equal elements for the same keys."""
        mine, theirs = self._by_key(self), self._by_key(other)
        return mine.keys() == theirs.keys() and all(equal(mine[k], theirs[k]) for k in mine)

    def plus(self, other, _equal) -> "KeyedList":
        """This list with the elements of the other in place of those with their keys, the rest after them."""
        return KeyedList({**self._by_key(self), **self._by_key(other)}.values(), self.keys)


class Struct(dict):
    """A value of a named type, such as Object{…} or JSONPatch{…}; its fields as a dictionary."""
    __slots__ = ("type_name",)

    def __init__(self, type_name, fields):
        super().__init__(fields)
        self.type_name = type_name


class TypeValue:
    """A type as a value: type(x), int, string, …"""
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return isinstance(other, TypeValue) and self.name == other.name

    def __hash__(self):
        return hash(self.name)


UNITS = {"ns": 1, "us": 1000, "µs": 1000, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}


def parse_duration(text: str) -> Duration:
    """Go's duration syntax; ValueError for anything else."""
    match = re.fullmatch(r"([+-]?)((?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+|([+-]?)0", text)
    if not match:
        raise ValueError(f"time: invalid duration {text!r}")
    total = sum(float(n) * UNITS[u] for n, u in re.findall(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)", text))
    return Duration(round(-total if text.startswith("-") else total))


def parse_timestamp(text: str) -> Timestamp:
    """RFC 3339; ValueError for anything else."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    if not match:
        raise ValueError(f"cannot parse {text!r} as a timestamp")
    from datetime import datetime
    moment = datetime.fromisoformat(match[1] + ("+00:00" if match[3] == "Z" else match[3]))
    fraction = int((match[2] or ".0")[1:].ljust(9, "0")[:9])
    return Timestamp(int(moment.timestamp()) * 10**9 + fraction)
