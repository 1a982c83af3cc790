"""Sets of field paths: algebra, paths, order."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubectl_lite.machinery.managedfields import sets

KEYS = ("f:a", "f:b", 'k:{"name":"x"}', 'k:{"port":80}', 'v:"s"')
paths = st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4).map(tuple), max_size=12)


def members(fields):
    return set(sets.paths(fields))


@given(paths, paths)
def test_algebra_is_that_of_sets_of_paths(a, b):
    left, right = sets.from_paths(a), sets.from_paths(b)
    assert members(left) == set(a)
    assert members(sets.union(left, right)) == set(a) | set(b)
    assert members(sets.intersection(left, right)) == set(a) & set(b)
    assert members(sets.difference(left, right)) == set(a) - set(b)


@given(paths, paths)
def test_recursive_difference_takes_what_lies_below_too(a, b):
    gone = {p for p in a for q in b if p[:len(q)] == q}
    assert members(sets.recursive_difference(sets.from_paths(a), sets.from_paths(b))) == set(a) - gone


@given(paths)
def test_nothing_is_changed_by_operations(a):
    fields = sets.from_paths(a)
    before = repr(fields)
    sets.union(fields, {"f:a": {"f:b": {}}})
    sets.difference(fields, {"f:a": {}})
    sets.canonical(fields)
    assert repr(fields) == before and sets.MEMBER == {}


@given(paths, paths)
def test_what_is_made_of_ordered_sets_is_ordered(a, b):
    left, right = sets.from_paths(a), sets.from_paths(b)
    for made in (left, sets.union(left, right), sets.intersection(left, right), sets.difference(left, right), sets.recursive_difference(left, right)):
        assert repr(made) == repr(sets.canonical(made))


@pytest.mark.parametrize("fields", [None, [], {"x": {}}, {"f:a": None}, {"f:a": {"name": {}}}])
def test_what_is_no_set_is_refused(fields):
    with pytest.raises(ValueError):
        sets.canonical(fields)


def test_members_come_before_what_lies_below_them():
    fields = {"f:spec": {"f:crew": {'k:{"name":"ann"}': {"f:role": {}}}, "f:atom": {}, "f:plain": {}}}
    assert [sets.path_text(p) for p in sets.paths(fields)] == [".spec.atom", ".spec.plain", '.spec.crew[name="ann"].role']


def test_keys_are_ordered_by_value_not_by_text():
    ports = {'k:{"port":443}': {}, 'k:{"port":80}': {}, "f:z": {}, ".": {}}
    assert list(sets.canonical({"f:ports": ports})["f:ports"]) == [".", "f:z", 'k:{"port":80}', 'k:{"port":443}']


def test_path_texts():
    path = ("f:spec", 'k:{"containerPort":80,"protocol":"TCP"}', 'v:"x"', "i:3", "f:example.com/gpu")
    assert sets.path_text(path) == '.spec[containerPort=80,protocol="TCP"][="x"][3].example.com/gpu'
