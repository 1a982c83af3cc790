"""Columns of custom resources: the name and the definition's additional printer columns (apiextensions' tableconvertor).

Only the first result of a column's JSONPath counts; a missing or mistyped value is an empty cell.
"""
from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from kubectl_lite.machinery.gofmt import NO_VALUE
from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError
from kubectl_lite.machinery.jsonpath.evaluate import print_value
from kubectl_lite.printers.ages import INVALID, human_duration, parse_time
from kubectl_lite.printers.columns.descriptions import CREATED, NAME

AGE = {"name": "Age", "type": "date", "description": CREATED, "jsonPath": ".metadata.creationTimestamp"}


def columns(resource) -> list[dict]:
    """The column definitions of the version that is asked for."""
    name = {"name": "Name", "type": "string", "format": "name", "description": NAME, "priority": 0}
    return [name] + [{"name": c["name"], "type": c["type"], "format": c.get("format", ""), "description": _description(c),
                      "priority": c.get("priority", 0)} for c in _declared(resource)]


def _description(column: dict) -> str:
    return column.get("description") or f"Custom resource definition column (in JSONPath format): {column['jsonPath']}"


def cells(resource, obj: dict, now: float) -> list:
    """One cell per column."""
    return [obj["metadata"]["name"]] + [_cell(column, obj, now) for column in _declared(resource)]


def _declared(resource) -> list[dict]:
    version = next((v for v in resource.crd["spec"]["versions"] if v["name"] == resource.version), {})
    return list(takewhile(_is_readable, version.get("additionalPrinterColumns") or [AGE]))


def _is_readable(column):
    """Whether a column's path can be read; Kubernetes prints no column from the first that cannot."""
    try:
        return _path(column["jsonPath"]) is not None
    except JSONPathError:
        return False


def _cell(column: dict, obj: dict, now: float):
    try:
        results = _path(column["jsonPath"]).find(obj)
    except JSONPathError:
        return None
    if not results or not results[0]:
        return None
    value = results[0][0]
    if column["type"] != "string":
        return _typed(column["type"], value, now)
    return NO_VALUE if value is None else print_value(value)


@lru_cache(256)
def _path(text: str) -> JSONPath:
    return JSONPath("{" + text + "}")


def _typed(type_: str, value, now: float):
    """cellForJSONValue: the value as the column's type has it, None where it has another type."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if type_ == "integer":
        return int(value) if is_number else None
    if type_ == "number":
        return float(value) if is_number else None
    if type_ == "boolean":
        return value if isinstance(value, bool) else None
    if type_ == "date" and isinstance(value, str):
        return _age(value, now)
    return None


def _age(text: str, now: float) -> str:
    try:
        return human_duration(now - parse_time(text))
    except ValueError:
        return INVALID
