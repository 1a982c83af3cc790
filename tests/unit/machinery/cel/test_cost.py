"""Estimated costs: values that Kubernetes' own tests of its estimates name."""
from __future__ import annotations

import pytest

from kubectl_lite.api.structural import rules
from kubectl_lite.api.structural.declared import declare
from kubectl_lite.machinery.cel import types as t

NUMBERS = {"type": "array", "items": {"type": "number"}}
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}


def cost(rule, schema):
    declared = declare(schema)
    program, trouble = rules.compiled(rule, declared, False, t.BOOL)
    assert trouble == ""
    return rules.estimated(program, declared)


@pytest.mark.parametrize("schema, bound, rule, unbounded, bounded", [
    (NUMBERS, {"maxItems": 10}, "self.all(x, true)", 4718591, 32),
    (TEXT, {"maxLength": 10}, "self.contains('test')", 314574, 5),
    (TEXT, {"maxLength": 10}, "self.startsWith('test')", 2, 2),
    (TEXT, {"maxLength": 10}, "self.matches('testing')", 629147, 11),
    (TEXTS, {"maxItems": 10}, "self.all(x, x == 'abcde')", 5242877, 52),
])
def test_bounds_of_the_schema_bound_the_cost(schema, bound, rule, unbounded, bounded):
    assert cost(rule, schema) == unbounded
    assert cost(rule, {**schema, **bound}) == bounded


def test_nested_loops_multiply():
    assert cost("self.all(x, self.all(y, x == y))", {**NUMBERS, "maxItems": 10}) < 1000 < 10**12 < cost("self.all(x, self.all(y, x == y))", NUMBERS)


def test_presence_costs_nothing():
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    assert cost("has(self.a)", schema) == 1 and cost("self.a > 1", schema) == 3


def test_lists_that_are_made_keep_the_size_of_their_elements():
    schema = {"type": "array", "maxItems": 10, "items": {"type": "string", "maxLength": 5}}
    assert cost("self.map(x, x + 'b').exists(y, y.contains('a'))", schema) < 1000
    assert cost("self.filter(x, x != '').size() > 1", schema) < 1000
