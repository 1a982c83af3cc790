"""YAML, held to what kubectl -o yaml prints and to what reads it back."""
import pytest
import yaml
from hypothesis import given, strategies as st

from kubectl_lite.machinery import manifests, yamlwriter

from . import cases

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x7f\x85\ufeff\u2028\u2029"), max_size=120)


@pytest.mark.parametrize("text, expected", cases.VALUES)
def test_values_are_quoted_and_folded_as_go_yaml_does(text, expected):
    assert yamlwriter.dump({"k": {"v": text}}) == expected


@pytest.mark.parametrize("text, expected", cases.KEYS)
def test_keys_are_quoted_as_go_yaml_does(text, expected):
    assert yamlwriter.dump({text: "v"}) == expected


def test_collections():
    value = {"b": [1, {"c": [], "a": {}}, [2, [3]]], "a": None, "c": {"d": [{"e": 1, "f": "x"}]}}
    assert yamlwriter.dump(value) == (
        "a: null\nb:\n- 1\n- a: {}\n  c: []\n- - 2\n  - - 3\nc:\n  d:\n  - e: 1\n    f: x\n")


def test_numbers_inside_keys_sort_by_value():
    assert list(yamlwriter.sorted_keys(dict.fromkeys(("a10", "a2", "B", "a", "1", "10", "2", "-", "a-b")))) == \
        ["-", "1", "2", "10", "B", "a", "a-b", "a2", "a10"]


def test_floats_are_written_as_after_a_trip_through_json():
    assert yamlwriter.dump([1.5, 1e6, 1e21, 1e-7, -0.0, 10**20]) == "- 1.5\n- 1000000\n- 1e+21\n- 1e-07\n- 0\n- 1e+20\n"


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT, max_size=3), max_size=4))
def test_what_is_written_reads_back_the_same(value):
    text = yamlwriter.dump(value)
    assert yaml.load(text, yaml.BaseLoader) == (value or {})
    assert manifests.load(text) == value
