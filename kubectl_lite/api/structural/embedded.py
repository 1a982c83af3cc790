"""Embedded resources: objects inside custom objects, which need a kind, a version and sound metadata."""
from __future__ import annotations

from kubectl_lite.api.structural.prune import EMBEDDED
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def check(value, schema: dict, path: Path = Path(""), root: bool = True) -> list:
    """The field errors of all embedded resources in a value."""
    if isinstance(value, list):
        items = schema.get("items")
        return [p for i, item in enumerate(value) for p in check(item, items, path.index(i), False)] if isinstance(items, dict) else []
    if not isinstance(value, dict):
        return []
    problems = _resource(value, path) if schema.get(EMBEDDED) and not root else []
    properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
    for key in sorted(value):
        below = properties.get(key, others)
        if isinstance(below, dict):
            problems += check(value[key], below, path.child(key) if key in properties else path.key(key), False)
    return problems


def _resource(value, path):
    from kubectl_lite.api.validation import meta
    problems = [field.required(path / name) for name in ("apiVersion", "kind") if not value.get(name)]
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        problems += [p for p in meta.validate_meta(metadata, bool(metadata.get("namespace")), "path_segment", path / "metadata")
                     if not str(p).endswith("name or generateName is required")]
    return problems
