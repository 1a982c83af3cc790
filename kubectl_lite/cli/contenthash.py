"""--append-hash: the short hash of a ConfigMap's or Secret's content (kubectl's util/hash)."""
from __future__ import annotations

from kubectl_lite.machinery import gojson

_LETTERS = str.maketrans({"0": "g", "1": "h", "3": "k", "a": "m", "e": "t"})


def of_content(obj: dict) -> str:
    """Ten characters that depend on kind, name, type, data, binaryData and immutable alone."""
    import hashlib
    content = {"kind": obj["kind"], "name": obj["metadata"]["name"], "data": obj.get("data") or {}}
    if obj["kind"] == "Secret":
        content["type"] = obj.get("type", "")
    for key in ("binaryData", "immutable"):
        if obj.get(key):
            content[key] = obj[key]
    return hashlib.sha256(gojson.compact(content).encode()).hexdigest()[:10].translate(_LETTERS)


def appended(obj: dict, wanted: bool) -> dict:
    """The object with its hash behind its name, if wanted."""
    if not wanted:
        return obj
    return {**obj, "metadata": {**obj["metadata"], "name": f"{obj['metadata']['name']}-{of_content(obj)}"}}
