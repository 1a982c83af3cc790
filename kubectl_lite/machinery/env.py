"""Env: the clock and the randomness, handed to everything that needs either. Nothing else reads a clock or draws a number.

Random numbers and uuids come from `os.urandom`, or from a seed, so that equal seeds give equal bytes.
"""
from __future__ import annotations

import os
import time

ALPHABET = "bcdfghjklmnpqrstvwxz2456789"  # Kubernetes' suffix alphabet (utilrand): no vowels, no 0, 1, 3


class Env:
    """The real clock and operating-system randomness; `FixedEnv` is the repeatable one."""
    __slots__ = ()

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def random_bytes(self, n: int) -> bytes:
        return os.urandom(n)

    def timestamp(self) -> str:
        """Now as metav1.Time prints it: RFC 3339, whole seconds, UTC."""
        return format_time(self.now())

    def micro_timestamp(self) -> str:
        """Now as metav1.MicroTime prints it."""
        return format_micro_time(self.now())

    def uuid(self) -> str:
        raw = bytearray(self.random_bytes(16))
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        h = raw.hex()
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def suffix(self, n: int = 5) -> str:
        """A random name suffix in Kubernetes' alphabet."""
        return "".join(ALPHABET[b % len(ALPHABET)] for b in self.random_bytes(n))

    def below(self, n: int) -> int:
        """A random integer 0 <= i < n."""
        return int.from_bytes(self.random_bytes(8), "big") % n


class FixedEnv(Env):
    """A clock that moves only by `advance`, and numbers from a seed."""
    __slots__ = ("time", "_random")

    def __init__(self, seed: int = 0, time: float = 1_700_000_000.0):
        import random
        self.time, self._random = time, random.Random(seed)

    def now(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds

    def random_bytes(self, n: int) -> bytes:
        return self._random.randbytes(n)


_last = (None, "")  # the second that was formatted last: one request asks for the same one several times


def format_time(seconds: float) -> str:
    """RFC 3339 in UTC with whole seconds."""
    global _last
    second, text = _last
    whole = seconds // 1
    if second != whole:
        text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(whole))
        _last = whole, text
    return text


def format_micro_time(seconds: float) -> str:
    """RFC 3339 in UTC with microseconds."""
    micros = round(seconds * 1_000_000)
    return f"{format_time(micros // 1_000_000)[:-1]}.{micros % 1_000_000:06d}Z"


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a date; ValueError when there is no such day. (The library's ways all import datetime, which a read cannot afford.)"""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= (29 if leap else 28, 30, 31)[0 if month == 2 else 1 if month in (4, 6, 9, 11) else 2]:
        raise ValueError(f"day out of range: {year}-{month}-{day}")
    years = year - 1 if month <= 2 else year
    shifted = (month + 9) % 12  # months since March
    return years * 365 + years // 4 - years // 100 + years // 400 + (153 * shifted + 2) // 5 + day - 1 - 719468


def parse_time(text: str) -> float:
    """Seconds since the epoch of an RFC 3339 time; ValueError when it is none."""
    if len(text) == 20 and text[-1] == "Z" and text[4] == text[7] == "-" and text[10] == "T" and text[13] == text[16] == ":":
        days = _days(int(text[:4]), int(text[5:7]), int(text[8:10]))
        return float(days * 86400 + int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19]))
    from datetime import datetime, timezone
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(f"no time zone in {text!r}")
    return when.astimezone(timezone.utc).timestamp()
