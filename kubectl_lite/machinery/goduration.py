"""Go's time.ParseDuration: seconds as float from texts like "1h30m", with Go's error texts."""
from __future__ import annotations

import re

from kubectl_lite.machinery.field import go_quote

UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)([^0-9.]*)")


def parse(text: str) -> float:
    """Seconds; ValueError otherwise."""
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return 0.0
    if not body:
        raise ValueError(f"time: invalid duration {go_quote(text)}")
    total, at = 0.0, 0
    while at < len(body):
        match = PART.match(body, at)
        if not match:
            raise ValueError(f"time: invalid duration {go_quote(text)}")
        number, unit = match.groups()
        if not unit:
            raise ValueError(f"time: missing unit in duration {go_quote(text)}")
        if unit not in UNITS:
            raise ValueError(f"time: unknown unit {go_quote(unit)} in duration {go_quote(text)}")
        total, at = total + float(number) * UNITS[unit], match.end()
    return -total if text[0] == "-" else total
