"""Lists and sets."""
from __future__ import annotations

from functools import reduce

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.library.core import add, equal
from kubectl_lite.machinery.cel.values import Duration, Optional


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
    "sets.intersects": lambda a, b: any(_index_of(a, item) >= 0 for item in b), "lists.range": lambda n: list(range(n)),
}
METHODS = {name: _of_lists(function) for name, function in {
    "indexOf": _index_of, "lastIndexOf": _last_index_of, "isSorted": lambda a: all(x <= y for x, y in zip(a, a[1:])), "sum": _sum,
    "min": _extreme("min", min), "max": _extreme("max", max), "slice": lambda a, i, j: a[i:j], "flatten": lambda a: [x for y in a for x in (y if isinstance(y, list) else [y])],
    "sort": sorted, "distinct": _distinct, "reverse": lambda a: a[::-1],
    "first": lambda a: Optional(a[0], True) if a else Optional(), "last": lambda a: Optional(a[-1], True) if a else Optional(),
}.items()}
