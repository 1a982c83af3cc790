"""Objects that kubectl makes from Go types: fields in their order, but maps sorted, as encoding/json prints them."""
from __future__ import annotations

MAPS = frozenset(("labels", "annotations", "data", "binaryData", "stringData", "matchLabels", "nodeSelector", "selector", "limits", "requests", "hard"))


def ordered(value, name: str = ""):
    """The value with the maps inside it sorted."""
    if isinstance(value, dict):
        keys = sorted(value) if name in MAPS and all(not isinstance(v, (dict, list)) for v in value.values()) else value
        return {key: ordered(value[key], key) for key in keys}
    if isinstance(value, list):
        return [ordered(item) for item in value]
    return value


def as_floats(value):
    """Numbers as encoding/json decodes them into interface {}: all of them floats."""
    if isinstance(value, dict):
        return {key: as_floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_floats(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
