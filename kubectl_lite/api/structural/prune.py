"""Pruning: a copy of a custom object without the fields that its schema does not declare."""
from __future__ import annotations

PRESERVE, EMBEDDED = "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"
GENERIC = ("apiVersion", "kind", "metadata")


def prune(obj: dict, schema: dict, root: bool = True) -> tuple[dict, list[str]]:
    """(the pruned copy, paths of what was dropped). `root`: the object's own apiVersion, kind and metadata are kept whatever the schema says."""
    dropped: list = []
    return _map(obj, schema or {}, "", dropped, root), dropped


def _value(value, schema, path, dropped, preserved):
    if schema is None:
        return _keep(value)
    if isinstance(value, dict):
        return _map(value, schema, path, dropped, bool(schema.get(EMBEDDED)), preserved)
    if isinstance(value, list):
        items = schema.get("items")
        return [_value(item, items if isinstance(items, dict) else None if _open(schema) or preserved else {}, f"{path}[{i}]", dropped, preserved)
                for i, item in enumerate(value)]
    return value


def _map(value, schema, path, dropped, resource=False, preserved=False):
    """`preserved`: an ancestor without a schema of its own keeps everything."""
    properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
    keep_unknown = preserved or _open(schema)
    out = {}
    for key in value:
        at = f"{path}.{key}" if path else key
        if resource and key in GENERIC and (not path or key != "metadata" or key not in properties):
            out[key] = _keep(value[key])
        elif key in properties:
            out[key] = _value(value[key], properties[key], at, dropped, False)
        elif isinstance(others, dict):
            out[key] = _value(value[key], others, at, dropped, False)
        elif keep_unknown or others is True:
            out[key] = _keep(value[key])
        else:
            dropped.append(at)
    return out


def _open(schema):
    return schema.get(PRESERVE) is True


def _keep(value):
    """A private copy."""
    if isinstance(value, dict):
        return {k: _keep(v) for k, v in value.items()}
    return [_keep(v) for v in value] if isinstance(value, list) else value
