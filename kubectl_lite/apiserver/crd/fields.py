"""Selectable fields of custom resources, as their definitions list them."""
from __future__ import annotations

from kubectl_lite.apiserver.crd import versions


def names(resource) -> tuple:
    """The field labels that a version adds to metadata.name and metadata.namespace."""
    return tuple(_path(f) for f in versions.of(resource.crd, resource.version).get("selectableFields") or ())


def values(resource, obj: dict) -> dict:
    """Their values in an object, as texts."""
    return {name: _text(_at(obj, name.split("."))) for name in names(resource)}


def _path(selectable):
    return selectable["jsonPath"].lstrip(".")


def _at(obj, path):
    for key in path:
        obj = obj.get(key) if isinstance(obj, dict) else None
    return obj


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
