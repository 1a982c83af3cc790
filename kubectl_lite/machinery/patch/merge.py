"""JSON merge patch (RFC 7386): merging, and the patch that turns one document into another."""
from __future__ import annotations

from kubectl_lite.machinery.patch.json import equal


def apply(document, patch):
    """The document with the patch merged in: null removes, and what replaces anything but an object holds none, not even in its lists."""
    if not isinstance(document, dict):
        return _without_nulls(patch)
    if not isinstance(patch, dict):
        return patch
    out = dict(document)
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = apply(out.get(key), value)
    return out


def _without_nulls(value):
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    return [_without_nulls(v) for v in value if v is not None] if isinstance(value, list) else value


def create(original: dict, modified: dict) -> dict:
    """The merge patch from original to modified."""
    patch = {}
    for key, value in modified.items():
        if key not in original:
            patch[key] = value
        elif isinstance(value, dict) and isinstance(original[key], dict):
            below = create(original[key], value)
            if below:
                patch[key] = below
        elif not equal(original[key], value):
            patch[key] = value
    patch.update({key: None for key in original if key not in modified})
    return patch
