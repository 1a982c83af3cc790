"""Operators, comparison and optionals."""
from __future__ import annotations

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.evaluator import _maybe
from kubectl_lite.machinery.cel.values import (
    FIRST_SECOND, INT_MAX, LAST_SECOND, UINT_MAX, Duration, KeyedList, Optional, SetList, Timestamp, UInt,
)

NUMBER = (int, float)


def is_number(value) -> bool:
    return isinstance(value, NUMBER) and not isinstance(value, bool)


def equal(a, b) -> bool:
    """Equality across number types; values of different types are unequal."""
    if is_number(a) and is_number(b):
        return a == b
    if isinstance(a, list) and isinstance(b, list):
        if isinstance(a, (SetList, KeyedList)):
            return a.same(b, equal)
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


def _compared(a, b):
    if not (is_number(a) and is_number(b)) and type(a) is not type(b) or isinstance(a, (list, dict, type(None))):
        raise EvaluationError("no such overload")
    if a != a or b != b:
        raise EvaluationError("NaN values cannot be ordered")
    return (a > b) - (a < b) if not isinstance(a, (Duration, Timestamp)) else (a.nanos > b.nanos) - (a.nanos < b.nanos)


def checked(value, like):
    """An integer result within the range of its type."""
    if isinstance(like, UInt):
        if not 0 <= value <= UINT_MAX:
            raise EvaluationError("unsigned integer overflow")
        return UInt(value)
    if not -INT_MAX - 1 <= value <= INT_MAX:
        raise EvaluationError("integer overflow")
    return value


def _arithmetic(a, b, operate):
    if not is_number(a) or not is_number(b) or isinstance(a, float) is not isinstance(b, float) or isinstance(a, UInt) is not isinstance(b, UInt):
        return NotImplemented
    value = operate(a, b)
    return value if isinstance(a, float) else checked(value, a)


def moment(nanos: int) -> Timestamp:
    """A timestamp in nanoseconds since the epoch, which must lie within the years that there are."""
    if not FIRST_SECOND <= nanos // 10**9 <= LAST_SECOND:
        raise EvaluationError("timestamp overflow")
    return Timestamp(nanos)


def _span(nanos):
    if not -INT_MAX - 1 <= nanos <= INT_MAX:
        raise EvaluationError("duration overflow")
    return Duration(nanos)


def add(a, b):
    if isinstance(a, (SetList, KeyedList)) and isinstance(b, list):
        return a.plus(b, equal)
    if isinstance(a, list) and isinstance(b, list):
        return [*a, *b]
    if isinstance(a, (str, bytes)):
        return a + b if type(a) is type(b) else NotImplemented
    if isinstance(a, Timestamp) and isinstance(b, Duration) or isinstance(a, Duration) and isinstance(b, Timestamp):
        return moment(a.nanos + b.nanos)
    if isinstance(a, Duration) and isinstance(b, Duration):
        return _span(a.nanos + b.nanos)
    return _arithmetic(a, b, lambda x, y: x + y)


def subtract(a, b):
    if isinstance(a, Timestamp):
        return (_span if isinstance(b, Timestamp) else moment)(a.nanos - b.nanos)
    if isinstance(a, Duration):
        return _span(a.nanos - b.nanos)
    return _arithmetic(a, b, lambda x, y: x - y)


def divide(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return a / b if b else float("nan") if a != a or a == 0 else float("inf") * (1 if a > 0 else -1)
    if is_number(b) and b == 0:
        raise EvaluationError("division by zero")
    return _arithmetic(a, b, lambda x, y: abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1))


def modulo(a, b):
    if b == 0:
        raise EvaluationError("modulus by zero")
    if a == -INT_MAX - 1 and b == -1:
        raise EvaluationError("integer overflow")
    return _arithmetic(a, b, lambda x, y: abs(x) % abs(y) * (-1 if x < 0 else 1))


def contains(item, container):
    if isinstance(container, dict):
        return any(equal(item, key) for key in container)
    if isinstance(container, list):
        return any(equal(item, other) for other in container)
    return NotImplemented


def index(container, key):
    if isinstance(container, Optional):
        return _maybe(container, key)
    if isinstance(container, list):
        if not is_number(key):
            return NotImplemented
        if not 0 <= key < len(container):
            raise EvaluationError(f"index out of bounds: {key}")
        return container[int(key)]
    if isinstance(container, dict):
        if key not in container:
            raise EvaluationError(f"no such key: {key}")
        return container[key]
    return NotImplemented


def size(value):
    return len(value) if isinstance(value, (str, bytes, list, dict)) else NotImplemented


def _none(*_):
    return Optional()


def _value(optional):
    if not isinstance(optional, Optional):
        return NotImplemented
    if not optional.present:
        raise EvaluationError("optional.none() dereference")
    return optional.value


FUNCTIONS = {
    "!_": lambda a: not a if isinstance(a, bool) else NotImplemented,
    "-_": lambda a: checked(-a, a) if isinstance(a, int) and not isinstance(a, bool) else -a,
    "_==_": equal, "_!=_": lambda a, b: not equal(a, b),
    "_<_": lambda a, b: _compared(a, b) < 0, "_<=_": lambda a, b: _compared(a, b) <= 0,
    "_>_": lambda a, b: _compared(a, b) > 0, "_>=_": lambda a, b: _compared(a, b) >= 0,
    "_+_": add, "_-_": subtract, "_*_": lambda a, b: _arithmetic(a, b, lambda x, y: x * y), "_/_": divide, "_%_": modulo,
    "@in": contains, "_[_]": index, "_[?_]": _maybe, "size": size,
    "optional.of": lambda a: Optional(a, True), "optional.none": _none,
    "optional.ofNonZeroValue": lambda a: Optional(a, True) if a else Optional(),
}
METHODS = {
    "size": size, "value": _value,
    "hasValue": lambda o: o.present if isinstance(o, Optional) else NotImplemented,
    "orValue": lambda o, other: (o.value if o.present else other) if isinstance(o, Optional) else NotImplemented,
    "or": lambda o, other: (o if o.present else other) if isinstance(o, Optional) else NotImplemented,
}
