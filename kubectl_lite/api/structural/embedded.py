"""Embedded resources: objects inside custom objects, which need a kind, a version and sound metadata."""
from __future__ import annotations

from kubectl_lite.api.structural.prune import EMBEDDED
from kubectl_lite.machinery import field, names
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
    problems = [p for name, wrong in (("apiVersion", _version), ("kind", _kind)) for p in _named(value.get(name), wrong, path / name)]
    metadata = value.get("metadata")
    if isinstance(metadata, dict):
        problems += [p for p in meta.validate_meta(metadata, bool(metadata.get("namespace")), "path_segment", path / "metadata")
                     if not str(p).endswith("name or generateName is required")]
    return problems


def _named(value, wrong, path):
    """A version or a kind: it must be there, be text, and be well formed."""
    if value in (None, ""):
        return [field.required(path)]
    text = wrong(value) if isinstance(value, str) else "must be a string"
    return [field.invalid(path, value, text)] if text else []


def _version(value):
    return f"unexpected GroupVersion string: {value}" if value.count("/") > 1 else ""


def _kind(value):
    texts = names.dns1035_label(value.lower())
    return "may have mixed case, but should otherwise match: " + ",".join(texts) if texts else ""
