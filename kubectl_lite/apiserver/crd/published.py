"""The OpenAPI schemas of custom resources, as they are published: a definition's own, with what every object has. Mirrors apiextensions' openapi builder."""
from __future__ import annotations

from kubectl_lite.api.structural.prune import EMBEDDED

OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
CONVENTIONS = "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#"
RESOURCES = ("defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, "
             f"and may reject unrecognized values. More info: {CONVENTIONS}resources")
META = {"allOf": [{"$ref": f"#/components/schemas/{OBJECT_META}"}], "description": f"Standard object's metadata. More info: {CONVENTIONS}metadata"}
TYPE_META = {
    "apiVersion": {"type": "string", "description": f"APIVersion {RESOURCES}"},
    "kind": {"type": "string", "description": "Kind is a string value representing the REST resource this object represents. Servers may infer this from the "
                                              f"endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: {CONVENTIONS}types-kinds"},
    "metadata": META}
INNER_META = {
    "apiVersion": {"type": "string", "description": f"apiVersion {RESOURCES}"},
    "kind": {"type": "string", "description": "kind is a string value representing the type of this object. In CamelCase. "
                                              f"More info: {CONVENTIONS}types-kinds"},
    "metadata": META}


def schema(found: dict | None) -> dict:
    """What is published of a version's schema."""
    made = _with_embedded(found or {"type": "object"})
    return {**made, "properties": {**(made.get("properties") or {}), **TYPE_META}}


def _with_embedded(found):
    """A schema in which the objects inside have what every object has."""
    made = dict(found)
    if made.get("properties"):
        made["properties"] = {name: _with_embedded(below) for name, below in made["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), dict):
            made[key] = _with_embedded(made[key])
    if made.get(EMBEDDED):
        made["properties"] = {**(made.get("properties") or {}), **INNER_META}
        made["required"] = [*(made.get("required") or ()), *(name for name in ("kind", "apiVersion") if name not in (made.get("required") or ()))]
    return made
