import pytest

from kubectl_lite.machinery.resource import Resource
from kubectl_lite.printers import columns

NOW = 1_700_000_000.0
AGO = "2023-11-14T22:10:20Z"  # three minutes


def resource(*printed):
    return Resource("example.com", "v1", "boats", "Boat", True, crd={"spec": {"versions": [{"name": "v1", "additionalPrinterColumns": list(printed)}]}})


def column(type_, path=".spec.x", **more):
    return {"name": "X", "type": type_, "jsonPath": path, **more}


def boat(value):
    return {"metadata": {"name": "b", "creationTimestamp": AGO}, "spec": {"x": value}}


@pytest.mark.parametrize("type_, value, want", [
    ("integer", 3, 3), ("integer", 3.7, 3), ("integer", "3", None), ("integer", True, None), ("number", 3, 3.0), ("boolean", True, True), ("boolean", 1, None),
    ("string", "s", "s"), ("string", 5, "5"), ("string", ["a"], '["a"]'), ("date", AGO, "3m"), ("date", "soon", "<invalid>"), ("date", 5, None)])
def test_cells_by_type(type_, value, want):
    assert columns.row_cells(resource(column(type_)), boat(value), NOW)[1:] == [want]


def test_a_missing_field_is_an_empty_cell():
    assert columns.row_cells(resource(column("string", ".spec.y.z")), boat(1), NOW)[1:] == [None]


def test_only_the_first_result_counts():
    filtered = column("string", ".spec.x[?(@.t>0)].n")
    assert columns.row_cells(resource(filtered), boat([{"t": 0, "n": "a"}, {"t": 1, "n": "b"}, {"t": 2, "n": "c"}]), NOW)[1:] == ["b"]


def test_without_columns_the_age_is_shown():
    assert [c["name"] for c in columns.table_columns(resource())] == ["Name", "Age"]
    assert columns.row_cells(resource(), boat(1), NOW) == ["b", "3m"]


def test_definitions():
    told, untold = columns.table_columns(resource(column("string", description="what", priority=1), column("date", format="f")))[1:]
    assert told == {"name": "X", "type": "string", "format": "", "description": "what", "priority": 1}
    assert untold["description"] == "Custom resource definition column (in JSONPath format): .spec.x" and untold["format"] == "f"
