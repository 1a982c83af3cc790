"""JSON merge patch."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kubectl_lite.machinery.patch import merge

scalars = st.one_of(st.booleans(), st.integers(-3, 3), st.text("ab", max_size=2))
values = st.recursive(scalars, lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(st.sampled_from("abc"), below, max_size=3)), max_leaves=8)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


def test_null_removes_and_lists_are_replaced():
    document = {"a": {"x": 1, "y": 2}, "l": [1, 2]}
    assert merge.apply(document, {"a": {"x": None, "z": {"deep": None}}, "l": [3]}) == {"a": {"y": 2, "z": {}}, "l": [3]}
    assert document == {"a": {"x": 1, "y": 2}, "l": [1, 2]}


def test_what_replaces_anything_but_an_object_has_no_nulls():
    assert merge.apply({"n": None}, {"l": [None, {"x": None}], "n": {"y": None}}) == {"l": [{}], "n": {}}
    assert merge.apply({"l": [1]}, {"l": [1, None, {"x": None}]}) == {"l": [1, {}]}
    assert merge.apply({"s": "text"}, {"s": {"x": None, "y": 1}}) == {"s": {"y": 1}}
    assert merge.apply({"o": {"a": 1}}, {"o": [None]}) == {"o": [None]}


@given(documents, documents)
def test_a_created_patch_leads_from_one_to_the_other(a, b):
    assert merge.apply(a, merge.create(a, b)) == b


@given(documents)
def test_equal_documents_need_no_patch(a):
    assert merge.create(a, a) == {}
