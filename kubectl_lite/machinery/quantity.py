"""resource.Quantity: parsing, canonical text, comparison and arithmetic, with the texts and rounding of apimachinery.

A Quantity is immutable: an exact whole number of nanos (1e-9), the format it is written back in, and the text it was read from
where Kubernetes keeps that text. Nothing here knows which resources exist.
"""
from __future__ import annotations

import re
from functools import lru_cache

FORMAT_WRONG = r"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
SUFFIX_WRONG = "unable to parse quantity's suffix"
NUMERIC_WRONG = "unable to parse numeric part of quantity"

DECIMAL_SI, BINARY_SI, DECIMAL_EXPONENT = "DecimalSI", "BinarySI", "DecimalExponent"

NANO = 10 ** 9
MAX_INT64 = (1 << 63) - 1
MAX_FAST_DIGITS = 18

BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY_NAMES = {v: k for k, v in BINARY.items()}
DECIMAL_NAMES = {v: k for k, v in DECIMAL.items()}

SHAPE = re.compile(r"([+-]?)0*([0-9]*)(?:(\.)([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)\Z")
WHOLE = re.compile(r"[+-]?0*\Z")


class QuantityError(ValueError):
    """The text is not a quantity; str() is Kubernetes' own message."""


class Quantity:
    """An exact amount; `nanos` is the value in 1e-9 units, `text` the canonical (or kept) text."""
    __slots__ = ("nanos", "format", "_text")

    def __init__(self, nanos: int, format_: str = DECIMAL_SI, text: str | None = None):
        self.nanos, self.format, self._text = nanos, format_, text

    def __str__(self) -> str:
        if self._text is None:
            self._text = canonical_text(self.nanos, self.format)
        return self._text

    def __repr__(self):
        return f"Quantity({str(self)!r})"

    def __eq__(self, other):
        return isinstance(other, Quantity) and self.nanos == other.nanos

    def __lt__(self, other):
        return self.nanos < other.nanos

    def __le__(self, other):
        return self.nanos <= other.nanos

    def __gt__(self, other):
        return self.nanos > other.nanos

    def __ge__(self, other):
        return self.nanos >= other.nanos

    def __hash__(self):
        return hash(self.nanos)

    def __bool__(self):
        return self.nanos != 0

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nanos + other.nanos, self.format if self.nanos else other.format)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nanos - other.nanos, self.format if self.nanos else other.format)

    def __mul__(self, times: int) -> "Quantity":
        return Quantity(self.nanos * times, self.format)

    def __neg__(self) -> "Quantity":
        return Quantity(-self.nanos, self.format)

    def value(self) -> int:
        """The amount in whole units, rounded away from zero."""
        return _round_up(self.nanos, NANO)

    def milli_value(self) -> int:
        """The amount in thousandths, rounded away from zero."""
        return _round_up(self.nanos, 10 ** 6)

    def round_up_milli(self) -> "Quantity":
        """Rounded up to thousandths, as resource lists are on the way in; an exact amount keeps its text."""
        if self.nanos % 10 ** 6 == 0:
            return self
        return Quantity(self.milli_value() * 10 ** 6, self.format)

    def __float__(self):
        return self.nanos / NANO


def from_value(value: int, format_: str = DECIMAL_SI) -> Quantity:
    """A whole number of units."""
    return Quantity(value * NANO, format_)


def from_milli(milli: int, format_: str = DECIMAL_SI) -> Quantity:
    """A whole number of thousandths."""
    return Quantity(milli * 10 ** 6, format_)


ZERO = Quantity(0, DECIMAL_SI, "0")


def parse(value) -> Quantity:
    """A Quantity from the text or number of an object; QuantityError with Kubernetes' text otherwise. null is zero."""
    if value is None:
        return ZERO
    if isinstance(value, (bool, dict, list)):
        raise QuantityError(FORMAT_WRONG)
    return _parse(value if isinstance(value, str) else repr(value))


def canonical(value) -> str:
    """The text the API server writes back for a quantity that a client sent."""
    return str(parse(value))


def canonical_rounded(value) -> str:
    """The same for an entry of a resource list, which is rounded up to thousandths."""
    return str(parse(value).round_up_milli())


def is_valid(value) -> bool:
    try:
        parse(value)
    except QuantityError:
        return False
    return True


@lru_cache(4096)
def _parse(raw: str) -> Quantity:
    text = raw.strip()
    if text == "0":
        return ZERO
    match = SHAPE.match(text)
    if not text or not match:
        raise QuantityError(FORMAT_WRONG)
    if WHOLE.match(text):
        return Quantity(0)
    sign, number, point, fraction, suffix = match.groups()
    number, fraction = number or "0", fraction or ""
    base, exponent, format_ = _interpret(suffix)
    fast = _fast(text, sign, number, fraction, exponent, format_)
    if fast is not None:
        return fast
    digits = text[:len(text) - len(suffix)] if suffix else text
    if not any(c.isdigit() for c in digits):
        raise QuantityError(NUMERIC_WRONG)
    return _exact(sign, number, fraction, base, exponent, format_)


def _interpret(suffix: str):
    """(base, exponent, format) of a suffix."""
    if suffix in DECIMAL:
        return 10, DECIMAL[suffix], DECIMAL_SI
    if suffix in BINARY:
        return 2, BINARY[suffix], BINARY_SI
    if suffix[0] in "eE" and re.fullmatch(r"[+-]?[0-9]+", suffix[1:]):
        exponent = int(suffix[1:])
        if -(1 << 31) <= exponent < 1 << 31:
            return 10, exponent, DECIMAL_EXPONENT
    raise QuantityError(SUFFIX_WRONG)


def _fast(text, sign, number, fraction, exponent, format_):
    """Amounts that fit Kubernetes' 64 bit form; only these keep the text they were written in. None otherwise."""
    mantissa, scale = 1, exponent
    if format_ == BINARY_SI:
        if fraction:
            return None
        mantissa, scale = 1 << exponent, 0
        precision = 15 - len(number) - exponent * 3 // 10 - 1
    else:
        precision = MAX_FAST_DIGITS - len(number) - len(fraction)
    scale -= len(fraction)
    if precision < 0 or scale < -9:
        return None
    shifted = number + fraction
    value = int(shifted) * mantissa
    if value > MAX_INT64 or scale > 4000:
        return None
    if format_ == BINARY_SI:
        keeps = bool(int(shifted) & 7)
    else:
        keeps = scale % 3 == 0 and not shifted.endswith("000") and shifted[0] != "0"
    nanos = value * 10 ** (scale + 9)
    return Quantity(-nanos if sign == "-" else nanos, format_, text if keeps else None)


def _exact(sign, number, fraction, base, exponent, format_):
    """Everything else: rounded up to nanos, binary amounts capped at the largest 64 bit number."""
    if exponent > 4000:
        raise QuantityError(NUMERIC_WRONG)
    numerator, denominator = int(number + fraction) * NANO, 10 ** len(fraction)
    factor = base ** abs(exponent)
    if exponent >= 0:
        numerator *= factor
    else:
        denominator *= factor
    nanos = -(-numerator // denominator)
    if format_ == BINARY_SI:
        nanos = min(nanos, MAX_INT64 * NANO)
        if 0 < nanos < NANO:
            format_ = DECIMAL_SI
    return Quantity(-nanos if sign == "-" else nanos, format_)


def _round_up(nanos: int, unit: int) -> int:
    return -(-nanos // unit) if nanos >= 0 else nanos // unit


def canonical_text(nanos: int, format_: str) -> str:
    """The canonical text of an amount in a format."""
    if nanos == 0:
        return "0"
    if format_ == BINARY_SI and abs(nanos) >= 1024 * NANO and nanos % NANO == 0:
        return _binary_text(nanos // NANO)
    return _decimal_text(nanos, DECIMAL_SI if format_ == BINARY_SI else format_)


def _binary_text(value: int) -> str:
    exponent = 0
    while value % 1024 == 0 and exponent < 60:
        value //= 1024
        exponent += 10
    return f"{value}{BINARY_NAMES.get(exponent, '')}"


def _decimal_text(nanos: int, format_: str) -> str:
    exponent = -9
    while nanos % 1000 == 0:
        nanos //= 1000
        exponent += 3
    if format_ == DECIMAL_EXPONENT:
        return f"{nanos}e{exponent}" if exponent else str(nanos)
    return f"{nanos}{DECIMAL_NAMES.get(exponent, '')}"
