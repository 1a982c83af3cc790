"""JSON merge patch (RFC 7386): merging, and the patch that turns one document into another."""
from __future__ import annotations

from kubectl_lite.machinery.patch.json import equal


def apply(document, patch):
    """The document with the patch merged in: null removes, lists are replaced."""
    if not isinstance(patch, dict):
        return patch
    out = dict(document) if isinstance(document, dict) else {}
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        elif isinstance(value, dict):
            out[key] = apply(out.get(key), value)
        else:
            out[key] = value
    return out


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
