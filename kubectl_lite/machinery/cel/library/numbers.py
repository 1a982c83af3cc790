"""Quantities, semantic versions and the math functions."""
from __future__ import annotations

import re

from kubectl_lite.machinery import quantity
from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.quantity import Quantity

SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")


class SemVer:
    """A semantic version; ordered by precedence."""
    __slots__ = ("numbers", "pre")

    def __init__(self, numbers, pre):
        self.numbers, self.pre = numbers, pre

    def order(self):
        """A key that sorts as versions do: a pre-release before its release."""
        parts = tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in self.pre.split(".")) if self.pre else ()
        return self.numbers, not self.pre, parts

    def __eq__(self, other):
        return isinstance(other, SemVer) and self.order() == other.order()


def _semver(text, lenient=False):
    if lenient:
        parts = [re.sub(r"^0+(?=\d)", "", part) for part in text.removeprefix("v").split(".", 2)]
        if len(parts) < 3 and re.search("[+-]", parts[-1]):
            raise EvaluationError("Short version cannot contain PreRelease/Build meta data")
        text = ".".join([*parts, "0", "0"][:max(3, len(parts))])
    match = SEMVER.fullmatch(text)
    if not match:
        raise EvaluationError(f"no such overload: invalid semantic version {text!r}")
    return SemVer(tuple(int(n) for n in match.groups()[:3]), match[4] or "")


def _is(make):
    def check(text, *rest):
        try:
            make(text, *rest)
        except (EvaluationError, quantity.QuantityError):
            return False
        return True
    return check


def _quantity(text):
    try:
        return quantity.parse(text)
    except quantity.QuantityError as e:
        raise EvaluationError(str(e)) from None


def _as_integer(q):
    if not isinstance(q, Quantity):
        return NotImplemented
    if q.nanos % 10**9:
        raise EvaluationError("cannot convert value to integer")
    return q.value()


def _both(function):
    """A method of two quantities or of two versions."""
    def method(a, b):
        if isinstance(a, Quantity):
            return function(a.nanos, b.nanos)
        return function(a.order(), b.order()) if isinstance(a, SemVer) else NotImplemented
    return method


def _operand(value):
    return value if isinstance(value, Quantity) else quantity.from_value(value)


def _of_quantity(function):
    return lambda q, *rest: function(q, *rest) if isinstance(q, Quantity) else NotImplemented


def _of_version(i):
    return lambda v: v.numbers[i] if isinstance(v, SemVer) else NotImplemented


def _extreme(choose):
    return lambda *values: choose(values[0] if len(values) == 1 and isinstance(values[0], list) else values)


FUNCTIONS = {"quantity": _quantity, "isQuantity": _is(_quantity), "semver": _semver, "isSemver": _is(_semver),
             "math.abs": abs, "math.greatest": _extreme(max), "math.least": _extreme(min)}
METHODS = {
    "sign": _of_quantity(lambda q: (q.nanos > 0) - (q.nanos < 0)), "isInteger": _of_quantity(lambda q: q.nanos % 10**9 == 0), "asInteger": _as_integer,
    "asApproximateFloat": _of_quantity(float), "add": _of_quantity(lambda a, b: a + _operand(b)), "sub": _of_quantity(lambda a, b: a - _operand(b)),
    "isGreaterThan": _both(lambda a, b: a > b), "isLessThan": _both(lambda a, b: a < b), "compareTo": _both(lambda a, b: (a > b) - (a < b)),
    "major": _of_version(0), "minor": _of_version(1), "patch": _of_version(2),
}
