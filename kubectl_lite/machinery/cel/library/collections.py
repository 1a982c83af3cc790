"""Lists and sets."""
from __future__ import annotations

from functools import reduce

from kubectl_lite.machinery.cel.errors import CostExceeded, EvaluationError
from kubectl_lite.machinery.cel.library.core import add, equal
from kubectl_lite.machinery.cel.values import Duration, Optional

LONGEST_RANGE = 1_000_000  # more than any expression may cost


def _of_lists(function):
    def method(target, *rest):
        return function(target, *rest) if isinstance(target, list) else NotImplemented
    return method


def _index_of(items, wanted):
    return next((i for i, item in enumerate(items) if equal(item, wanted)), -1)


def _last_index_of(items, wanted):
    return next((i for i in range(len(items) - 1, -1, -1) if equal(items[i], wanted)), -1)


def _extreme(name, choose):
    def method(items):
        if not items:
            raise EvaluationError(f"{name} called on empty list")
        return choose(items)
    return method


def _range(size):
    if size > LONGEST_RANGE:
        raise CostExceeded("operation cancelled: actual cost limit exceeded")
    return list(range(size))


def _is_sorted(items):
    return not any(b < a for a, b in zip(items, items[1:]))


def _slice(items, start, end):
    what = f"cannot slice({start}, {end}), "
    if start < 0 or end < 0:
        raise EvaluationError(what + "negative indexes not supported")
    if start > end:
        raise EvaluationError(what + "start index must be less than or equal to end index")
    if end > len(items):
        raise EvaluationError(what + f"list is length {len(items)}")
    return items[start:end]


def _flatten(items, depth=1):
    if depth < 0:
        raise EvaluationError("level must be non-negative")
    return [x for item in items for x in (_flatten(item, depth - 1) if isinstance(item, list) and depth else [item])]


def _sort(items):
    if len({type(item) for item in items}) > 1:
        raise EvaluationError("list elements must have the same type")
    return sorted(items)


def _present(items):
    return [item.value for item in items if item.present]


def _sum(items):
    return reduce(add, items, Duration(0) if items and isinstance(items[0], Duration) else 0.0 if items and isinstance(items[0], float) else 0)


def _distinct(items):
    found = []
    for item in items:
        if _index_of(found, item) < 0:
            found.append(item)
    return found


def _contains_all(a, b):
    return all(_index_of(a, item) >= 0 for item in b)


FUNCTIONS = {
    "sets.contains": _contains_all, "sets.equivalent": lambda a, b: _contains_all(a, b) and _contains_all(b, a),
    "sets.intersects": lambda a, b: any(_index_of(a, item) >= 0 for item in b), "lists.range": _range, "optional.unwrap": _present,
}
METHODS = {name: _of_lists(function) for name, function in {
    "indexOf": _index_of, "lastIndexOf": _last_index_of, "isSorted": _is_sorted, "sum": _sum,
    "min": _extreme("min", min), "max": _extreme("max", max), "slice": _slice, "flatten": _flatten, "unwrapOpt": _present, "sort": _sort,
    "distinct": _distinct, "reverse": lambda a: a[::-1],
    "first": lambda a: Optional(a[0], True) if a else Optional(), "last": lambda a: Optional(a[-1], True) if a else Optional(),
}.items()}
