"""A delta brings the old value back, and changes nothing it was given."""
from __future__ import annotations

import copy
import json

from hypothesis import given, settings, strategies as st

from kubectl_lite.storage import text
from kubectl_lite.storage.delta import delta, patched

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c", ""]), inner, max_size=3))
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c", "metadata"]), VALUES, max_size=4)


def same(one, other):
    """Equal in type too: 1 is not 1.0 and not true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@settings(max_examples=300, deadline=None)
@given(OBJECTS, OBJECTS)
def test_the_old_value_comes_back(new, old):
    kept = copy.deepcopy(new)
    changes = json.loads(json.dumps(delta(new, old)))
    assert same(patched(new, changes), old)
    assert same(new, kept)


@given(OBJECTS)
def test_nothing_changed_is_nothing(value):
    assert delta(value, copy.deepcopy(value)) == []


@settings(max_examples=200, deadline=None)
@given(OBJECTS)
def test_the_text_of_a_file_is_the_value(value):
    page = text.page(value)
    assert same(json.loads(page), value) and page.endswith(b"\n")
    assert same(json.loads(text.line(value)), value)
    assert text.page(dict(reversed(value.items()))) == page


def test_files_are_indented_for_people():
    assert text.page({"b": [1, {}], "a": {"c": []}}) == b'{\n  "a": {\n    "c": []\n  },\n  "b": [\n    1,\n    {}\n  ]\n}\n'


def test_what_is_no_text_is_escaped():
    assert json.loads(text.page({"a": "\ud800"})) == {"a": "\ud800"}
    assert json.loads(text.data({"a": "\ud800"})) == {"a": "\ud800"}
