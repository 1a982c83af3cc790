"""What the rules of a schema may cost together: how often each can run, the limits of one rule and of all.

Mirrors the CEL contexts and cost limits of apiextensions' validation.
"""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.api.structural.declared import EMBEDDED, MAX_REQUEST, declare
from kubectl_lite.machinery import field

LIMIT, TOTAL_LIMIT = 10_000_000, 100_000_000  # of one expression, of all in one schema
LARGEST = (1 << 64) - 1
HINT = "(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"
MOST_EXPENSIVE = 4


class Totals:
    """The cost of all rules of a schema, and those that contribute most."""
    __slots__ = ("total", "expensive")

    def __init__(self):
        self.total, self.expensive = 0, []

    def observe(self, path, cost: int) -> None:
        """Add the cost of one expression."""
        self.total = min(self.total + cost, LARGEST)
        if cost >= TOTAL_LIMIT // 100:
            self.expensive = sorted([*self.expensive, (cost, path)], key=lambda e: -e[0])[:MOST_EXPENSIVE]

    def problems(self, path) -> list:
        """The field errors of a schema whose rules cost too much together."""
        if self.total <= TOTAL_LIMIT:
            return []
        found = [field.forbidden(at, "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema") for _, at in self.expensive]
        return [*found, field.forbidden(path, excess("x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema", self.total, TOTAL_LIMIT))]


class Context(namedtuple("Context", "schema resource times totals")):
    """Where rules stand: a schema, whether its values are resources, how often it occurs in an object at most (None: nothing bounds it), the totals."""
    __slots__ = ()

    def inside(self, schema: dict) -> "Context":
        """The context of a schema below."""
        own = _elements(self.schema)
        times = None if self.times is None or own is None else min(self.times * own, LARGEST)
        return Context(schema, bool(schema.get(EMBEDDED)), times, self.totals)

    def declared(self):
        """The type of the values here."""
        return declare(self.schema, self.resource)

    def cost(self, each: int) -> int:
        """What an expression costs in one object, which costs so much each time."""
        times = self.times if self.times is not None else MAX_REQUEST // (self.declared().least + 1)
        return min(each * times, LARGEST)


def root(schema: dict) -> Context:
    """The context of a whole schema."""
    return Context(schema, True, 1, Totals())


def _elements(schema):
    """By how much a schema multiplies what is inside, None for without bounds."""
    kind = schema.get("type")
    key = "maxItems" if kind == "array" else "maxProperties" if kind == "object" and schema.get("additionalProperties") is not None else None
    if key is None:
        return 1
    return max(schema[key], 0) if schema.get(key) is not None else None


def excess(what: str, cost: int, limit: int) -> str:
    """The text of a cost above its limit."""
    factor = cost / limit
    shown = "more than 100x" if factor > 100 else f"{factor:f}x" if factor < 1.5 else f"{factor:.1f}x"
    return f"{what} exceeds budget by factor of {shown} {HINT}"
