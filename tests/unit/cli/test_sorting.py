"""--sort-by, held to kubectl's sorter."""
import pytest

from kubectl_lite.cli import sorting
from kubectl_lite.cli.errors import CommandError


def named(*values, field="x"):
    return [{"n": i, "spec": {field: value}} if value is not ... else {"n": i, "spec": {}} for i, value in enumerate(values)]


def order(items, field="{.spec.x}"):
    return [item["n"] for item in sorting.objects(items, field)]


def test_numbers_texts_and_quantities():
    assert order(named(3, 1, 2)) == [1, 2, 0]
    assert order(named("pod-10", "pod-9", "pod-09")) == [1, 2, 0]
    assert order(named("1Gi", "500Mi", "2")) == [2, 1, 0]


def test_ties_keep_their_order_in_short_lists():
    assert order(named("b", "a", "b", "a", "b")) == [1, 3, 0, 2, 4]


def test_what_is_missing_comes_first():
    assert order(named("a", ..., "b"))[0] == 1
    with pytest.raises(CommandError) as caught:
        order(named(..., ...))
    assert str(caught.value) == 'couldn\'t find any field with path "{.spec.x}" in the list of objects'


@pytest.mark.parametrize("value, type_name", [({}, "map[string]interface {}"), ([1], "[]interface {}"), (True, "bool")])
def test_what_cannot_be_sorted(value, type_name):
    with pytest.raises(CommandError) as caught:
        order(named(value, value))
    assert str(caught.value).endswith(f"is an unsortable type: interface, err: unsortable type: {type_name}")


def test_rows_are_sorted_by_their_objects():
    table = {"rows": [{"cells": ["b"], "object": {"a": 2}}, {"cells": ["a"], "object": {"a": 1}}]}
    assert [row["cells"] for row in sorting.rows(table, ".a")["rows"]] == [["a"], ["b"]]


@pytest.mark.parametrize("a, b, less", [
    ("a1", "a2", True), ("a2", "a10", True), ("a10", "a2", False), ("a01", "a1", False), ("a1", "a01", True), ("a", "b", True),
    ("a", "a1", True), ("a1", "a", False), ("1a", "a", True), ("x1y2", "x1y10", True), ("", "a", True), ("a", "a", False),
    ("a-b1", "a1", True), ("ab", "a1", False), ("abc", "ab1", False),
])
def test_natural_order(a, b, less):
    assert sorting.natural_less(a, b) == less
