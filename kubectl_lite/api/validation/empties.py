"""Empty lists and maps: Go's plain comparison (reflect.DeepEqual) tells them from nothing, and some generations are counted with it."""
from __future__ import annotations


def sent_anywhere(value) -> bool:
    """Whether an object, as it was decoded, had an empty list or map somewhere that a stored one no longer shows."""
    if isinstance(value, dict):
        return any(key not in value for key in getattr(value, "empties", ())) or any(sent_anywhere(v) for v in value.values())
    return isinstance(value, list) and any(sent_anywhere(v) for v in value)
