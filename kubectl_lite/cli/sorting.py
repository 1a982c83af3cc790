"""--sort-by: objects and table rows in the order of a JSONPath field (kubectl's get/sorter.go).

Owns the comparison; the algorithm is Go's, whose treatment of ties and of missing fields shows.
"""
from __future__ import annotations

import re

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.sorterror import SortError
from kubectl_lite.machinery import gosort
from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError
from kubectl_lite.printers.formats.columns import relaxed

MISSING = object()
OBJECTS = "*unstructured.Unstructured"
_CHUNK = re.compile(r"\d+|\D+", re.A)


def rows(table: dict, field: str) -> dict:
    """The Table with its rows sorted by a field of their objects."""
    found = _values([row.get("object") or {} for row in table["rows"]], field)
    order = _order(found, field)
    return {**table, "rows": [table["rows"][i] for i in order]}


def objects(items: list, field: str) -> list:
    """The objects sorted by a field."""
    return [items[i] for i in _order(_values(items, field), field, OBJECTS)] if items else items


def by_objects(infos: list, field: str) -> list:
    """Infos sorted by a field of what they hold: of the Table itself, where that is one."""
    return [infos[i] for i in _order(_values([info.obj for info in infos], field), field, OBJECTS)]


def _values(items: list, field: str) -> list:
    """The field of each object, MISSING where it is not there."""
    path = relaxed(field)
    try:
        expression = JSONPath(path)
        results = [expression.find(item) for item in items]
    except JSONPathError as e:
        raise SortError(str(e)) from None
    values = [groups[0][0] if groups and groups[0] else MISSING for groups in results]
    if values and all(value is MISSING for value in values):
        raise SortError(f'couldn\'t find any field with path "{path}" in the list of objects')
    return values


def _order(values: list, field: str, holder: str = "[][][]reflect.Value") -> list[int]:
    """The indexes in the order that Go's sort gives them."""
    indexes = list(range(len(values)))
    gosort.sort(indexes, lambda i, j: less(values[i], values[j], field, holder))
    return indexes


def less(a, b, field: str, holder: str) -> bool:
    """Whether a stands before b; what is missing comes first. `holder` is the Go type that messages name."""
    if a is MISSING or b is MISSING:
        return a is MISSING
    if a is None or b is None:
        return a is None and b is not None
    if isinstance(a, str) and isinstance(b, str):
        return _less_text(a, b)
    if type(a) is type(b) and isinstance(a, (int, float)) and not isinstance(a, bool):
        return a < b
    from kubectl_lite.machinery import gofmt
    raise CommandError(f"Field {relaxed(field)} in {holder} is an unsortable type: interface, err: unsortable type: {gofmt.type_name(a)}")


def _less_text(a: str, b: str) -> bool:
    """Quantities by value, other texts in natural order."""
    if a[:1] in "+-.0123456789" and b[:1] in "+-.0123456789" and a and b:
        from kubectl_lite.machinery import quantity
        try:
            return quantity.parse(a) < quantity.parse(b)
        except ValueError:
            pass
    return natural_less(a, b)


def natural_less(a: str, b: str) -> bool:
    """sortorder.NaturalLess: runs of digits compare as numbers; of equal numbers the one with fewer zeros in front is less."""
    left, right = _CHUNK.findall(a), _CHUNK.findall(b)
    for x, y in zip(left, right):
        if x == y:
            continue
        if x[0].isdecimal() and y[0].isdecimal():
            x_bare, y_bare = x.lstrip("0"), y.lstrip("0")
            if x_bare != y_bare:
                return (len(x_bare), x_bare) < (len(y_bare), y_bare)
            return len(x) < len(y)
        if x[0].isdecimal() or y[0].isdecimal() or not (x.startswith(y) or y.startswith(x)):
            return x < y
        return _less_tail(left, right, x, y)
    return len(left) < len(right)


def _less_tail(left: list, right: list, x: str, y: str) -> bool:
    """Two runs of which one begins with the other: what follows the shorter one decides."""
    at = min(len(x), len(y))
    a, b = "".join(left[left.index(x):])[at:], "".join(right[right.index(y):])[at:]
    return bool(b) if not a else bool(b) and a[0] < b[0]
