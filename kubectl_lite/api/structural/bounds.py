"""The bounds of numbers in schemas, as kube-openapi checks them: what fits a type and format, multiples, minimum and maximum.

Kubernetes compares an integer with the integral part of a bound that its type allows, and with the bound itself where the type does not allow it.
"""
from __future__ import annotations

from kubectl_lite.machinery.gofloat import text as float_text

INTEGERS = {"int32": (-(1 << 31), (1 << 31) - 1), "uint32": (0, (1 << 32) - 1), "uint64": (0, (1 << 64) - 1)}
INT64 = (-(1 << 63), (1 << 63) - 1)
FLOATS = ("float", "float32")
LARGEST_FLOAT32 = 3.4028234663852886e38
LARGEST_EXACT = (1 << 53) - 1


def as_go(value):
    """A JSON value with its numbers as Go holds them: integers of more than 64 bits are floats."""
    if isinstance(value, dict):
        return {key: as_go(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_go(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and not INT64[0] <= value <= INT64[1] else value


def is_integral(value: float) -> bool:
    """Whether a float counts as an integer: it is one, and JSON carries it exactly."""
    return abs(value) <= LARGEST_EXACT and value.is_integer()


def unfit(value, kind: str, form: str, what: str, name: str) -> str:
    """Why a number is none of a type and format, "" when it is; `what` says which number it is."""
    if _fits(value, kind, form):
        return ""
    return f"{what} value must be of type {kind} {f'with format {form}' if form else '(default format)'} in {name}"


def _fits(value, kind, form):
    if kind != "integer":
        return form not in FLOATS or abs(value) <= LARGEST_FLOAT32
    low, high = INTEGERS.get(form, INT64)
    return low <= value <= high and float(value).is_integer()


def problems(value, schema: dict, kind: str, form: str, name: str) -> list[tuple]:
    """(value shown, text) for each bound a number breaks; no value is shown where the bound itself does not fit the type."""
    found = []
    for key, what, broken in BOUNDS:
        bound = schema.get(key)
        if bound is None:
            continue
        mismatch = unfit(bound, kind, form, what, name)
        if mismatch:
            found.append((None, mismatch))
        said = broken(value, float(bound) if mismatch or isinstance(value, float) else int(bound), schema, name)
        if said:
            found.append(said if isinstance(said, tuple) else (value, f"{name} in body {said}"))
    return found


def shown(bound) -> str:
    """A bound as Go prints it with %v."""
    return str(bound) if isinstance(bound, int) else float_text(float(bound))


def _multiple(value, factor, _schema, name):
    if factor <= 0:
        return factor, f"factor MultipleOf declared for {name} must be positive: {shown(factor)}"
    if isinstance(value, int) and isinstance(factor, int):
        fits = value % factor == 0
    else:
        fits = is_integral(1 / factor * value if factor < 1 else value / factor)
    return "" if fits else f"should be a multiple of {shown(factor)}"


def _least(value, bound, schema, _name):
    if schema.get("exclusiveMinimum"):
        return f"should be greater than {shown(bound)}" if value <= bound else ""
    return f"should be greater than or equal to {shown(bound)}" if value < bound else ""


def _most(value, bound, schema, _name):
    if schema.get("exclusiveMaximum"):
        return f"should be less than {shown(bound)}" if value >= bound else ""
    return f"should be less than or equal to {shown(bound)}" if value > bound else ""


BOUNDS = (("multipleOf", "MultipleOf", _multiple), ("minimum", "Minimum boundary", _least), ("maximum", "Maximum boundary", _most))
