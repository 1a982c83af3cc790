"""What the storage encoding changes: a list that Go always writes comes back from it as null when it was empty.

Built-in kinds are stored as protobuf, which does not tell an empty list from none; definitions of custom resources are stored as JSON.
"""
from __future__ import annotations

from kubectl_lite.api import schema

AS_JSON = "io.k8s.apiextensions-apiserver."

_trees: dict[str, list] = {}


def settle(obj: dict, name: str) -> None:
    """Empty lists of the private object that Go always writes become null; `name` is its definition."""
    if not name.startswith(AS_JSON):
        _settle(obj, _tree(name))


def _settle(obj, tree):
    for key, always, inner, structs in tree:
        value = obj.get(key)
        if not value:
            if always and value == []:
                obj[key] = None
        elif inner:
            for item in structs(value):
                _settle(item, inner)


def _one(value):
    return (value,)


def _listed(value):
    return [item for item in value if item]


def _mapped(value):
    return [item for item in value.values() if isinstance(item, dict)]


def _tree(name):
    """[(field, whether it is an always written list, the tree of what it holds, its objects)] of the fields that lead to such lists."""
    found = _trees.get(name)
    if found is None:
        found = _trees[name] = []
        for key, field in schema.fields(name).items():
            always = "items" in field and not field.get("omit") and not field.get("ptr")
            held = field.get("items") or field.get("values") or field
            inner = _tree(held["ref"]) if "ref" in held else []
            if always or inner:
                found.append((key, always, inner, _listed if "items" in field else _mapped if "values" in field else _one))
    return found
