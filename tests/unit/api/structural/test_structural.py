"""Structural schemas: pruning, defaulting, validation, list types, embedded resources, rules."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.api.structural import check, defaults, embedded, formats, lists, rules
from kubectl_lite.api.structural.prune import prune

SPEC = {"type": "object", "required": ["size"], "properties": {
    "size": {"type": "integer", "minimum": 1, "maximum": 10},
    "color": {"type": "string", "enum": ["red", "blue"], "default": "red"},
    "name": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5},
    "ratio": {"type": "number", "multipleOf": 0.5, "nullable": True},
    "tags": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
    "rooms": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["id"],
              "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "beds": {"type": "integer", "default": 1}}}},
    "extra": {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"known": {"type": "object", "properties": {}}}},
    "labels": {"type": "object", "maxProperties": 2, "additionalProperties": {"type": "string"}},
    "either": {"x-kubernetes-int-or-string": True},
    "when": {"type": "string", "format": "date-time"},
    "nested": {"type": "object", "default": {}, "properties": {"depth": {"type": "integer", "default": 3}}},
    "cargo": {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}}}
SCHEMA = {"type": "object", "required": ["spec"], "properties": {"spec": SPEC}}


def said(spec, old=check.ABSENT):
    old = old if old is check.ABSENT else {"spec": old}
    return [str(p) for p in check.check({"spec": spec}, SCHEMA, old=old)]


def test_pruning_keeps_what_is_declared_or_preserved():
    obj = {"apiVersion": "v1", "kind": "X", "metadata": {"name": "n"}, "other": 1,
           "spec": {"size": 1, "no": 2, "rooms": [{"id": "a", "no": 1}], "extra": {"any": [1, {"x": None}], "known": {"no": 1}}, "labels": {"a": "b"}}}
    before = copy.deepcopy(obj)
    pruned, dropped = prune(obj, SCHEMA)
    assert dropped == ["other", "spec.no", "spec.rooms[0].no", "spec.extra.known.no"]
    assert pruned["spec"] == {"size": 1, "rooms": [{"id": "a"}], "extra": {"any": [1, {"x": None}], "known": {}}, "labels": {"a": "b"}}
    assert pruned["metadata"] == {"name": "n"} and obj == before


def test_defaults_fill_outside_in_and_replace_forbidden_nulls():
    obj = {"spec": {"color": None, "ratio": None, "rooms": [{"id": "a"}, {"id": "b", "beds": 2}]}}
    defaults.fill(obj, SCHEMA)
    assert obj["spec"] == {"color": "red", "ratio": None, "rooms": [{"id": "a", "beds": 1}, {"id": "b", "beds": 2}], "nested": {"depth": 3}}


def test_a_sound_object_has_no_problems():
    assert said({"size": 3, "ratio": None, "either": "x", "when": "2024-01-01T00:00:00Z", "rooms": [{"id": "a"}], "labels": {"a": "b"}}) == []


@pytest.mark.parametrize("spec, text", [
    ({}, "spec.size: Required value"),
    ({"size": 30}, "spec.size: Invalid value: 30: spec.size in body should be less than or equal to 10"),
    ({"size": "3"}, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'),
    ({"size": 1, "color": "green"}, 'spec.color: Unsupported value: "green": supported values: "red", "blue"'),
    ({"size": 1, "name": "A"}, 'spec.name: Invalid value: "A": spec.name in body should be at least 2 chars long'),
    ({"size": 1, "name": "AB"}, "spec.name: Invalid value: \"AB\": spec.name in body should match '^[a-z]+$'"),
    ({"size": 1, "name": "toolong"}, "spec.name: Too long: may not be more than 5 bytes"),
    ({"size": 1, "ratio": 0.3}, "spec.ratio: Invalid value: 0.3: spec.ratio in body should be a multiple of 0.5"),
    ({"size": 1, "tags": []}, "spec.tags: Invalid value: 0: spec.tags in body should have at least 1 items"),
    ({"size": 1, "tags": list("abcd")}, "spec.tags: Too many: 4: must have at most 3 items"),
    ({"size": 1, "labels": {"a": "", "b": "", "c": ""}}, "spec.labels: Too many: 3: must have at most 2 items"),
    ({"size": 1, "labels": {"a": 1}}, 'spec.labels.a: Invalid value: "integer": spec.labels.a in body must be of type string: "integer"'),
    ({"size": 1, "either": True}, 'spec.either: Invalid value: "boolean": spec.either in body must be of type integer,string: "boolean"'),
    ({"size": 1, "when": "yesterday"}, 'spec.when: Invalid value: "yesterday": spec.when in body must be of type date-time: "yesterday"'),
    ({"size": 1, "rooms": [{"beds": 1}]}, "spec.rooms[0].id: Required value"),
    ({"size": None}, 'spec.size: Invalid value: "null": spec.size in body must be of type integer: "null"'),
])
def test_problems(spec, text):
    assert said(spec) == [text]


def test_an_update_is_held_to_what_it_changes():
    old = {"size": 30, "rooms": [{"id": "a", "beds": "x"}, {"id": "b"}]}
    assert said(old, old) == [] and said({**old, "color": "red"}, old) == []
    assert said({"size": 30, "rooms": [{"id": "b", "beds": "y"}, {"id": "a", "beds": "x"}]}, old) == [
        'spec.rooms[0].beds: Invalid value: "string": spec.rooms[0].beds in body must be of type integer: "string"']


@pytest.mark.parametrize("schema, value, text", [
    ({"anyOf": [{"minimum": 5}, {"maximum": 1}]}, 3, '<nil>: Invalid value: "": "x" must validate at least one schema (anyOf)'),
    ({"oneOf": [{"minimum": 1}, {"minimum": 2}]}, 3, '<nil>: Invalid value: "": "x" must validate one and only one schema (oneOf). Found 2 valid alternatives'),
    ({"not": {"minimum": 1}}, 3, '<nil>: Invalid value: "": "x" must not validate the schema (not)'),
])
def test_combinations(schema, value, text):
    assert str(check.check({"x": value}, {"type": "object", "properties": {"x": {"type": "integer", **schema}}})[0]) == text


def test_lists_have_no_doubles():
    spec = {"tags": ["a", "b", "a"], "rooms": [{"id": "a"}, {"id": "a", "beds": 2}]}
    assert [str(p) for p in lists.check({"spec": spec}, SCHEMA)] == ['spec.rooms[1]: Duplicate value: {"id":"a"}', 'spec.tags[2]: Duplicate value: "a"']


def test_embedded_resources_are_objects():
    assert [str(p) for p in embedded.check({"spec": {"cargo": {"kind": "Pod"}}}, SCHEMA)] == ["spec.cargo.apiVersion: Required value"]
    assert embedded.check({"spec": {"cargo": {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "x"}}}}, SCHEMA) == []
    told = [str(p) for p in embedded.check({"spec": {"cargo": {"kind": "a pod", "apiVersion": "a/b/c"}}}, SCHEMA)]
    assert told[0] == 'spec.cargo.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'
    assert told[1].startswith('spec.cargo.kind: Invalid value: "a pod": may have mixed case, but should otherwise match: a DNS-1035 label must consist of')
    assert [str(p) for p in embedded.check({"spec": {"cargo": {"kind": 5, "apiVersion": ""}}}, SCHEMA)] == [
        "spec.cargo.apiVersion: Required value", "spec.cargo.kind: Invalid value: 5: must be a string"]


@pytest.mark.parametrize("name, good, bad", [
    ("date", "2024-02-29", "2024-02-30"), ("date-time", "2024-01-01t00:00:00.5+01:00", "2024-01-01 00:00:00"), ("byte", "YQ==", "Y"),
    ("ipv4", "1.2.3.4", "1.2.3"), ("ipv6", "::1", "1.2.3.4"), ("cidr", "10.0.0.0/8", "10.0.0.0"), ("mac", "00:11:22:33:44:55", "00:11"),
    ("uuid", "00000000-0000-0000-0000-000000000000", "0"), ("duration", "1h", "soon"), ("uri", "http://x/y", "x y"), ("none-such", "anything", None),
])
def test_formats(name, good, bad):
    assert formats.fits(name, good) and (bad is None or not formats.fits(name, bad))


RULED = {"type": "object", "properties": {"spec": {"type": "object", "x-kubernetes-validations": [
    {"rule": "self.min <= self.max", "message": "min must not be above max"},
    {"rule": "!has(oldSelf.fixed) || self.fixed == oldSelf.fixed", "messageExpression": "'was ' + oldSelf.fixed", "fieldPath": ".fixed"},
    {"rule": "!has(self.d__dash__ash) || self.d__dash__ash > 0", "reason": "FieldValueForbidden"}],
    "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}, "fixed": {"type": "string"}, "d-ash": {"type": "integer"},
                   "list": {"type": "array", "items": {"type": "string", "x-kubernetes-validations": [{"rule": "self.size() < 3"}]}}}}}}


def broken(spec, old=None):
    problems, warnings = rules.check({"spec": spec}, RULED, None if old is None else {"spec": old})
    return [str(p) for p in problems] + [f"Warning: {w}" for w in warnings]


def test_rules():
    assert broken({"min": 1, "max": 2, "list": ["ab"]}) == []
    assert broken({"min": 3, "max": 2, "d-ash": 0, "list": ["abc"]}) == [
        "spec: Invalid value: min must not be above max",
        "spec: Forbidden: failed rule: !has(self.d__dash__ash) || self.d__dash__ash > 0",
        'spec.list[0]: Invalid value: "abc": failed rule: self.size() < 3']


def test_what_an_update_leaves_broken_is_warned_of():
    assert broken({"min": 3, "max": 2}, {"min": 3, "max": 2}) == ["Warning: spec: Invalid value: min must not be above max"]
    assert broken({"min": 3, "max": 1}, {"min": 3, "max": 2}) == ["spec: Invalid value: min must not be above max"]


def costly(rule, times):
    schema = {"type": "object", "properties": {"v": {"type": "string", "x-kubernetes-validations": [{"rule": rule}] * times}}}
    return [str(p) for p in rules.check({"v": "x" * 1_000_000}, schema)[0]]


def test_the_rules_of_an_object_have_a_budget():
    assert costly("self.matches('^[a-z]+$')", 49) == []
    assert costly("self.matches('^[a-z]+$')", 51) == [
        'v: Invalid value: "string": validation failed due to running out of cost budget, no further validation rules will be run']


def test_one_rule_may_not_cost_too_much():
    rule = "[1, 2, 3, 4, 5, 6].all(i, self.matches('^[a-z]+$'))"
    assert costly(rule, 1) == [f"v: Invalid value: \"string\": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run "
                               f"due to call cost exceeds limit for rule: {rule}"]


def test_transition_rules_need_an_old_value():
    assert broken({"min": 1, "max": 2, "fixed": "b"}) == []
    assert broken({"min": 1, "max": 2, "fixed": "b"}, {"min": 1, "max": 2, "fixed": "a"}) == ["spec.fixed: Invalid value: was a"]


def test_rules_that_cannot_be_evaluated_say_so():
    assert broken({"min": 1}) == ['spec: Invalid value: "object": no such key: max evaluating rule: min must not be above max']


def test_the_order_of_sets_and_keyed_lists_does_not_matter():
    keyed = {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
             "items": {"type": "object", "properties": {"k": {"type": "string"}, "v": {"type": "integer"}}}, rules.RULES: [{"rule": "self == oldSelf"}]}
    of = {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}, rules.RULES: [{"rule": "self == oldSelf"}]}
    old = [{"k": "x", "v": 1}, {"k": "y"}]
    added = {**of, rules.RULES: [{"rule": "(self + ['a']).size() == self.size()"}]}
    for schema, before, same, other in (of, ["b", "a"], ["a", "b"], ["b", "c"]), (keyed, old, old[::-1], [{"k": "y"}, {"k": "x"}]), (added, [], ["a", "b"], ["b"]):
        assert rules.check(same, schema, before, resource=False)[0] == []
        assert len(rules.check(other, schema, before, resource=False)[0]) == 1


def test_messages_see_the_old_value_as_it_is():
    schema = {"type": "integer", rules.RULES: [{"rule": "oldSelf.hasValue() ? self >= oldSelf.value() : self == 0", "optionalOldSelf": True, "message": "less",
                                                "messageExpression": "string(dyn(oldSelf))"}]}
    assert [str(p) for p in rules.check(1, schema, resource=False)[0]] == ["<nil>: Invalid value: 1: less"]
    assert [str(p) for p in rules.check(1, schema, 2, resource=False)[0]] == ["<nil>: Invalid value: 1: 2"]
