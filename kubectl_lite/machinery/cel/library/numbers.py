"""Quantities and semantic versions."""
from __future__ import annotations

import re

from kubectl_lite.machinery import quantity
from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.values import UINT_MAX
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.quantity import Quantity

IDENTIFIER = re.compile(r"[0-9A-Za-z-]+")


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
    """A semantic version, with the complaints of the library that Kubernetes reads them with."""
    if lenient:
        parts = [re.sub(r"^0+(?=\d)", "", part) for part in text.removeprefix("v").split(".", 2)]
        if len(parts) < 3 and re.search("[+-]", parts[-1]):
            raise EvaluationError("short version cannot contain PreRelease/Build meta data")
        text = ".".join([*parts, "0", "0"][:max(3, len(parts))])
    parts = text.split(".", 2)
    if len(parts) != 3:
        raise EvaluationError("No Major.Minor.Patch elements found" if text else "Version string empty")
    patch, plus, build = parts[2].partition("+")
    patch, dash, before = patch.partition("-")
    numbers = tuple(_number(part, name) for part, name in zip((*parts[:2], patch), ("Major", "Minor", "Patch")))
    for part in before.split(".") if dash else ():
        _identifier(part, "Prerelease", "prerelease")
        if part.isdigit() and part != str(int(part)):
            raise EvaluationError(f"Numeric PreRelease version must not contain leading zeroes {go_quote(part)}")
    for part in build.split(".") if plus else ():
        _identifier(part, "Build meta data", "build meta data")
    return SemVer(numbers, before)


def _number(text, name):
    if re.search("[^0-9]", text):
        raise EvaluationError(f"Invalid character(s) found in {name.lower()} number {go_quote(text)}")
    if len(text) > 1 and text[0] == "0":
        raise EvaluationError(f"{name} number must not contain leading zeroes {go_quote(text)}")
    if not text or int(text) > UINT_MAX:
        raise EvaluationError(f"strconv.ParseUint: parsing {go_quote(text)}: {'value out of range' if text else 'invalid syntax'}")
    return int(text)


def _identifier(text, name, inside):
    if not text:
        raise EvaluationError(f"{name} is empty")
    if not IDENTIFIER.fullmatch(text):
        raise EvaluationError(f"Invalid character(s) found in {inside} {go_quote(text)}")


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


FUNCTIONS = {"quantity": _quantity, "isQuantity": _is(_quantity), "semver": _semver, "isSemver": _is(_semver)}
METHODS = {
    "sign": _of_quantity(lambda q: (q.nanos > 0) - (q.nanos < 0)), "isInteger": _of_quantity(lambda q: q.nanos % 10**9 == 0), "asInteger": _as_integer,
    "asApproximateFloat": _of_quantity(float), "add": _of_quantity(lambda a, b: a + _operand(b)), "sub": _of_quantity(lambda a, b: a - _operand(b)),
    "isGreaterThan": _both(lambda a, b: a > b), "isLessThan": _both(lambda a, b: a < b), "compareTo": _both(lambda a, b: (a > b) - (a < b)),
    "major": _of_version(0), "minor": _of_version(1), "patch": _of_version(2),
}
