"""Floating-point numbers as Go's strconv, fmt and encoding/json write them."""
from __future__ import annotations

import math


def digits(value: float) -> tuple[str, str, int]:
    """(sign, shortest digits, decimal point position): 0.012 is ("", "12", -1)."""
    sign, text = ("-", repr(abs(value))) if math.copysign(1, value) < 0 else ("", repr(value))
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    if fraction == "0":
        fraction = ""
    point = len(whole) + int(exponent or 0)
    all_digits = whole + fraction
    stripped = all_digits.lstrip("0")
    point -= len(all_digits) - len(stripped)
    stripped = stripped.rstrip("0")
    return (sign, stripped, point) if stripped else (sign, "0", 1)


def special(value: float, plus: str = "+Inf") -> str | None:
    """The text of NaN and the infinities, None for a number."""
    if value != value:
        return "NaN"
    if value in (math.inf, -math.inf):
        return plus if value > 0 else "-Inf"
    return None


def plain(value: float) -> str:
    """strconv 'f' with the fewest digits."""
    sign, text, point = digits(value)
    if point <= 0:
        return f"{sign}0.{'0' * -point}{text}"
    if point >= len(text):
        return sign + text + "0" * (point - len(text))
    return f"{sign}{text[:point]}.{text[point:]}"


def scientific(value: float, least: int = 2) -> str:
    """strconv 'e' with the fewest digits; `least` exponent digits."""
    sign, text, point = digits(value)
    exponent = 0 if text == "0" else point - 1
    mantissa = text[0] + ("." + text[1:] if len(text) > 1 else "")
    return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):0{least}d}"


def text(value: float) -> str:
    """strconv 'g' with the fewest digits, and so fmt's %v: exponent form below 1e-4 and from 1e6."""
    shown = special(value)
    if shown:
        return shown
    _, shown, point = digits(value)
    exponent = 0 if shown == "0" else point - 1
    return scientific(value) if exponent < -4 or exponent >= 6 else plain(value)


def json_text(value: float) -> str:
    """encoding/json: exponent form below 1e-6 and from 1e21, with the exponent's leading zero dropped."""
    size = abs(value)
    if size != 0 and (size < 1e-6 or size >= 1e21):
        return scientific(value, 1)
    return plain(value)
