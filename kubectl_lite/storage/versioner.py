"""The versioner: puts the modification revision into a value as metadata.resourceVersion, and takes it out again."""
from __future__ import annotations


def stamped(value: dict, revision: int) -> dict:
    """A shallow copy of value whose metadata.resourceVersion is the revision; value itself is not changed."""
    metadata = dict(value.get("metadata") or {})
    metadata["resourceVersion"] = str(revision)
    return {**value, "metadata": metadata}


def unstamped(value: dict) -> dict:
    """A shallow copy without metadata.resourceVersion."""
    metadata = dict(value.get("metadata") or {})
    metadata.pop("resourceVersion", None)
    return {**value, "metadata": metadata}
