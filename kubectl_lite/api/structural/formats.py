"""The string formats that kube-openapi checks; a format it does not know is not checked."""
from __future__ import annotations

import re

UUID = r"[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?%s[0-9a-fA-F]{3}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
PATTERNS = {
    "uuid": re.compile(UUID % "[0-9a-fA-F]"), "uuid3": re.compile(UUID % "3"), "uuid4": re.compile(UUID % "4"), "uuid5": re.compile(UUID % "5"),
    "mac": re.compile(r"(?:[0-9a-fA-F]{2}([:-]))(?:[0-9a-fA-F]{2}\1){4}[0-9a-fA-F]{2}|(?:[0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}"),
    "hostname": re.compile(r"(?=.{1,255}$)(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])\.)*(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])\.?"),
    "email": re.compile(r"[^@\s]+@[^@\s]+"),
    "duration": re.compile(r"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)\s*(?:ns|us|µs|μs|ms|s|m|h|d|w|nanoseconds?|microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|weeks?))+|0"),
    "hexcolor": re.compile(r"#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})"),
    "bsonobjectid": re.compile(r"[0-9a-fA-F]{24}"), "ssn": re.compile(r"\d{3}[- ]?\d{2}[- ]?\d{4}"),
    "uri": re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+|/[^\s]*"),
    "k8s-short-name": re.compile(r"(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"),
    "k8s-long-name": re.compile(r"(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*"),
}


def fits(format_: str, text: str) -> bool:
    """Whether a text has a format."""
    check = CHECKS.get(format_)
    if check:
        return check(text)
    pattern = PATTERNS.get(format_)
    return pattern is None or pattern.fullmatch(text) is not None


def _date(text):
    import datetime
    try:
        return bool(DATE.fullmatch(text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _date_time(text):
    found = TIME.fullmatch(text)
    return bool(found) and _date(found[1]) and int(found[2]) < 24 and int(found[3]) < 60 and int(found[4]) < 61


def _byte(text):
    import binascii
    try:
        binascii.a2b_base64(text.encode(), strict_mode=True)
        return True
    except (ValueError, UnicodeEncodeError):
        return False


def _address(version):
    def check(text):
        import ipaddress
        try:
            return ipaddress.ip_address(text).version == version
        except ValueError:
            return False
    return check


def _cidr(text):
    import ipaddress
    try:
        return "/" in text and bool(ipaddress.ip_interface(text))
    except ValueError:
        return False


CHECKS = {"date": _date, "date-time": _date_time, "datetime": _date_time, "byte": _byte, "ipv4": _address(4), "ipv6": _address(6), "cidr": _cidr}
