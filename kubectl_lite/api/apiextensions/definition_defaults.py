"""The defaults in a schema: each must be what pruning and validation by its own schema leave as it is. Mirrors structural defaulting's ValidateDefaults."""
from __future__ import annotations

from kubectl_lite.api.structural import check as values
from kubectl_lite.api.structural import embedded
from kubectl_lite.api.structural.bounds import as_go
from kubectl_lite.api.structural.prune import EMBEDDED, prune
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def check(schema: dict, path: Path, root: bool = True) -> list:
    """The field errors of all defaults of a schema; `root`: it is that of a whole resource."""
    if root:
        schema = {**schema, EMBEDDED: True}
    problems = _default(schema, path / "default", root) if schema.get("default") is not None else []
    if isinstance(schema.get("items"), dict):
        problems += check(schema["items"], path / "items", False)
    for name in sorted(schema.get("properties") or {}):
        problems += check(schema["properties"][name], path.child("properties").key(name), False)
    return problems


def _default(schema, path, root):
    value, problems = as_go(schema["default"]), []
    if isinstance(value, dict) and prune(value, schema, root=bool(schema.get(EMBEDDED)))[1]:
        problems.append(field.invalid(path, value, "must not have unknown fields"))
    found = embedded.check(value, schema, path, root=False) or values.check(value, schema, path, every_format=True)
    if not found and values.has_rules(schema):
        from kubectl_lite.api.structural import rules
        found = rules.check(value, schema, value, path, root or bool(schema.get(EMBEDDED)), values.ABSENT)[0]
    return problems + found
