"""IntOrString: a whole number or a text, mostly a percentage. Mirrors apimachinery's util/intstr."""
from __future__ import annotations

import re

_PERCENT = re.compile(r"[+-]?[0-9]+%")


def is_percent(value) -> bool:
    """A text that is a percentage, as IsValidPercent has it."""
    return isinstance(value, str) and re.fullmatch("[0-9]+%", value) is not None


def percent_of(value) -> int | None:
    """The number of a percentage text; None for anything else."""
    if isinstance(value, str) and _PERCENT.fullmatch(value):
        return int(value[:-1])
    return None


def scaled(value, total: int, round_up: bool) -> int:
    """The value as a number: percentages are of `total`. ValueError with Go's text where it is neither."""
    if isinstance(value, int):
        return value
    percentage = percent_of(value)
    if percentage is None:
        raise ValueError("invalid value for IntOrString: invalid type: string is not a percentage")
    amount = percentage * total
    return -(-amount // 100) if round_up else amount // 100


def int_value(value) -> int:
    """As IntValue: a text is read as a number, 0 where it is none."""
    if isinstance(value, int):
        return value
    text = value or ""
    return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else 0
