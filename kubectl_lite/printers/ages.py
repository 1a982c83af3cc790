"""Durations and ages in words, as apimachinery's util/duration writes them.

Times are RFC 3339 texts as on the wire, `now` is seconds since the epoch. Owns no clock.
"""
from __future__ import annotations

import time

from kubectl_lite.machinery.env import parse_time

MINUTE, HOUR = 60, 3600
UNKNOWN, INVALID = "<unknown>", "<invalid>"


def human_duration(seconds: float) -> str:
    """duration.HumanDuration: two units where the first is small ("3m10s", "2d5h"), one where it is large."""
    whole = int(seconds)
    if whole < 0:
        return "0s" if whole == -1 else INVALID
    if whole < 2 * MINUTE:
        return f"{whole}s"
    if whole < 10 * MINUTE:
        return _two(whole // MINUTE, "m", whole % MINUTE, "s")
    if whole < 3 * HOUR:
        return f"{whole // MINUTE}m"
    return _hours_and_more(whole)


def _hours_and_more(whole: int) -> str:
    hours = whole // HOUR
    if hours < 8:
        return _two(hours, "h", whole // MINUTE % 60, "m")
    if hours < 48:
        return f"{hours}h"
    if hours < 24 * 8:
        return _two(hours // 24, "d", hours % 24, "h")
    if hours < 24 * 365 * 2:
        return f"{hours // 24}d"
    if hours < 24 * 365 * 8:
        return _two(hours // 24 // 365, "y", hours // 24 % 365, "d")
    return f"{hours // 24 // 365}y"


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{large_unit}{small}{small_unit}" if small else f"{large}{large_unit}"


def short_human_duration(seconds: float) -> str:
    """duration.ShortHumanDuration: one unit only."""
    whole = int(seconds)
    if whole < 0:
        return "0s" if whole == -1 else INVALID
    if whole < MINUTE:
        return f"{whole}s"
    if whole < HOUR:
        return f"{whole // MINUTE}m"
    hours = whole // HOUR
    if hours < 24:
        return f"{hours}h"
    return f"{hours // 24}d" if hours < 24 * 365 else f"{hours // 24 // 365}y"


def since(timestamp: str | None, now: float) -> str:
    """How long ago a wire time was; "<unknown>" when it is not set."""
    return human_duration(now - parse_time(timestamp)) if timestamp else UNKNOWN


def until(timestamp: str | None, now: float) -> str:
    """How far ahead a wire time is; "<unknown>" when it is not set."""
    return human_duration(parse_time(timestamp) - now) if timestamp else UNKNOWN


def between(start: str, end: str) -> str:
    """The duration from one wire time to another."""
    return human_duration(parse_time(end) - parse_time(start))


def age(obj: dict, now: float) -> str:
    """The AGE cell of an object."""
    return since(obj["metadata"].get("creationTimestamp"), now)


def rfc1123z(timestamp: str | None) -> str:
    """A wire time as describers print it, in local time: "Mon, 02 Jan 2006 15:04:05 -0700"; Go's zero time when it is not set."""
    if not timestamp:
        return "Mon, 01 Jan 0001 00:00:00 +0000"
    return time.strftime("%a, %d %b %Y %H:%M:%S %z", time.localtime(parse_time(timestamp)))


def go_time(timestamp: str | None) -> str:
    """A wire time as Go's Time.String() prints it, in local time."""
    if not timestamp:
        return "0001-01-01 00:00:00 +0000 UTC"
    return time.strftime("%Y-%m-%d %H:%M:%S %z %Z", time.localtime(parse_time(timestamp)))
