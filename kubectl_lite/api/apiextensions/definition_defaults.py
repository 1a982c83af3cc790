"""The defaults in a schema: each must be what pruning and validation by its own schema leave as it is."""
from __future__ import annotations

from copy import deepcopy

from kubectl_lite.api.structural import check as values
from kubectl_lite.api.structural import defaults, embedded, lists
from kubectl_lite.api.structural.prune import prune
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def check(schema: dict, path: Path) -> list:
    """The field errors of all defaults of a schema."""
    problems = _default(schema, path) if schema.get("default") is not None else []
    if isinstance(schema.get("items"), dict):
        problems += check(schema["items"], path / "items")
    for name in sorted(schema.get("properties") or {}):
        problems += check(schema["properties"][name], path.child("properties").key(name))
    if isinstance(schema.get("additionalProperties"), dict):
        problems += check(schema["additionalProperties"], path / "additionalProperties")
    return problems


def _default(schema, path):
    value, at = deepcopy(schema["default"]), path / "default"
    if isinstance(value, dict):
        pruned, dropped = prune(value, schema, root=False)
        if dropped:
            return [field.invalid(at, value, f"must not have unknown fields: {', '.join(dropped)}")]
    defaults.fill(value, schema)
    problems = values.check(value, schema, at)
    return problems + embedded.check(value, schema, at, root=False) + lists.check(value, schema, at)
