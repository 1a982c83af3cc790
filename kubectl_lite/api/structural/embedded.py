"""Embedded resources: objects inside custom objects, which need a kind, a version and sound metadata."""
from __future__ import annotations

from kubectl_lite.api.structural.prune import EMBEDDED
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def check(value, schema: dict, path: Path = Path(""), root: bool = True) -> list:
    """The field errors of all embedded resources in a value."""
    return [problem for at, inner in find(value, schema, path, root) for problem in _resource(inner, at)]


def find(value, schema: dict, path: Path = Path(""), root: bool = True):
    """(path, value) of each embedded resource in a value; `root`: the value itself is none."""
    if isinstance(value, list):
        items = schema.get("items")
        for i, item in enumerate(value if isinstance(items, dict) else ()):
            yield from find(item, items, path.index(i), False)
        return
    if not isinstance(value, dict):
        return
    if schema.get(EMBEDDED) and not root:
        yield path, value
    properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
    for key in sorted(value):
        below = properties.get(key, others)
        if isinstance(below, dict):
            yield from find(value[key], below, path.child(key) if key in properties else path.key(key), False)


def _resource(value, path):
    from kubectl_lite.api.validation import meta
    problems = [field.required(path / name) for name in ("apiVersion", "kind") if not value.get(name)]
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        problems += [p for p in meta.validate_meta(metadata, bool(metadata.get("namespace")), "path_segment", path / "metadata")
                     if not str(p).endswith("name or generateName is required")]
    return problems
