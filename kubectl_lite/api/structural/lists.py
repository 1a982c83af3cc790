"""Sets and keyed lists of custom objects: no element twice."""
from __future__ import annotations

from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path
from kubectl_lite.machinery.patch.json import equal


def check(value, schema: dict, path: Path = Path("")) -> list:
    """A Duplicate error for each element that came before in a set or keyed list."""
    if isinstance(value, list):
        return _own(value, schema, path) + _items(value, schema.get("items"), path)
    if not isinstance(value, dict):
        return []
    problems, properties, others = [], schema.get("properties") or {}, schema.get("additionalProperties")
    for key in sorted(value):
        below = properties.get(key, others)
        if isinstance(below, dict):
            problems += check(value[key], below, path.child(key) if key in properties else path.key(key))
    return problems


def _items(value, items, path):
    if not isinstance(items, dict):
        return []
    return [problem for i, item in enumerate(value) for problem in check(item, items, path.index(i))]


def _own(value, schema, path):
    kind = schema.get("x-kubernetes-list-type")
    if kind == "set":
        return _doubles(value, path)
    keys = schema.get("x-kubernetes-list-map-keys")
    if kind != "map" or not keys:
        return []
    return _doubles([{k: item[k] for k in keys if k in item} if isinstance(item, dict) else item for item in value], path)


def _doubles(values, path):
    problems, seen = [], []
    for i, value in enumerate(values):
        if any(equal(value, other) for other in seen):
            problems.append(field.FieldError("duplicate", path.index(i), value, ""))
        seen.append(value)
    return problems
