"""The merge rules of an object's kind, for strategic merge patches made or applied here."""
from __future__ import annotations


def lookup(api_version: str, kind: str):
    """The Lookup of a built-in kind, or None for a kind without a Go type (custom resources)."""
    from kubectl_lite.api import schema
    from kubectl_lite.machinery.patch.lookup import Lookup
    name = schema.for_kind(api_version, kind)
    return Lookup(schema.definition, name) if name else None
