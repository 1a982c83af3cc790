"""Objects as Kubernetes' Go types encode them, for what kubectl makes or decodes as typed objects: field order, and fields always written."""
from __future__ import annotations


def ordered(obj: dict) -> dict:
    """The object with its fields in Go's order; objects of unknown kinds stay as they are."""
    from kubectl_lite.api import codec, schema
    name = schema.for_kind(obj.get("apiVersion", ""), obj.get("kind", ""))
    return codec.ordered(obj, name) if name else obj


def typed(obj: dict) -> dict:
    """The object after a round trip through its Go type; fields it does not know are lost."""
    from kubectl_lite.api import codec, schema
    name = schema.for_kind(obj["apiVersion"], obj["kind"])
    return codec.ordered(codec.decode(obj, name)[0], name)
