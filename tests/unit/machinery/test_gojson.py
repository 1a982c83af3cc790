"""JSON, held to what encoding/json writes."""
import json

from hypothesis import given, strategies as st

from kubectl_lite.machinery import gojson

VALUES = st.recursive(st.none() | st.booleans() | st.integers(-2**63, 2**63 - 1) | st.floats(-1e15, 1e15) | st.text(),
                      lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=20)


def test_html_and_line_separators_are_escaped():
    assert gojson.compact({"b": "<&>\u2028\u2029", "a": [1, 1.0, None, True]}) == '{"a":[1,1,null,true],"b":"\\u003c\\u0026\\u003e\\u2028\\u2029"}'


def test_indented_as_marshal_indent_does():
    assert gojson.indented({"b": [], "a": {}, "c": [{"d": 1}]}) == '{\n    "a": {},\n    "b": [],\n    "c": [\n        {\n            "d": 1\n        }\n    ]\n}'


def test_the_order_of_keys_is_kept_when_asked_for():
    assert gojson.compact({"b": 1, "a": 2}, sort=False) == '{"b":1,"a":2}'


@given(VALUES)
def test_what_is_written_reads_back_the_same(value):
    assert json.loads(gojson.compact(value)) == json.loads(gojson.indented(value)) == value
