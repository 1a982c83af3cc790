"""Makes schema nodes: from the facts of built-in types, and from the OpenAPI schemas of custom resources. Each type is compiled once."""
from __future__ import annotations

from kubectl_lite.machinery.managedfields.items import Items
from kubectl_lite.machinery.managedfields.nodes import Anything, Leaf, Map

ANYTHING = Anything()
EXPECTS = {"integer": "numeric", "number": "numeric", "boolean": "boolean", "string": "string"}
MAP_MERGE = ("merge", "merge,retainKeys")


class Facts:
    """Nodes of built-in types. `definition(name)` gives the facts of a definition (fields, type, map-type, …)."""
    __slots__ = ("definition", "nodes")

    def __init__(self, definition):
        self.definition, self.nodes = definition, {}

    def node(self, name: str):
        """The node of a definition."""
        found = self.nodes.get(name)
        return found if found is not None else self._compile(name)

    def _compile(self, name):
        facts = self.definition(name)
        fields = facts.get("fields")
        if facts.get("map-type") == "atomic":
            node = Leaf("map")
        elif fields:
            node = self.nodes[name] = Map()  # known before its fields: types may lead back to themselves
            self._fill(node, fields)
        elif facts.get("type") == "object":
            node = ANYTHING
        elif not facts or facts.get("type") is None and not facts.get("oneOf"):
            node = ANYTHING
        else:
            node = Leaf("scalar" if facts.get("oneOf") or facts.get("format") == "date-time" else EXPECTS.get(facts["type"], "scalar"))
        self.nodes[name] = node
        return node

    def _fill(self, node, fields):
        node.fields.update({field: ("f:" + field, self._field(f)) for field, f in fields.items()})
        return node

    def _ref(self, field):
        """A field may say otherwise than its type whether it is one thing."""
        how = field.get("map-type")
        if how == "atomic":
            return Leaf("map")
        return self._fill(Map(), self.definition(field["ref"])["fields"]) if how else self.node(field["ref"])

    def _field(self, field):
        if "ref" in field:
            return self._ref(field)
        kind = field.get("type")
        if kind == "array":
            return self._list(field)
        if kind == "object":
            return self._map(field)
        return Leaf("scalar" if field.get("format") in ("date-time", "int-or-string") else EXPECTS.get(kind, "scalar"))

    def _map(self, field):
        if field.get("map-type") == "atomic":
            return Leaf("map")
        if "values" not in field:
            return ANYTHING
        node = Map()
        node.item = self._field(field["values"])
        return node

    def _list(self, field):
        """By list type, else by the patch strategy that older types have instead."""
        kind, merge_key = field.get("list-type"), field.get("patch-merge-key")
        if kind is None and field.get("patch-strategy") in MAP_MERGE:
            kind = "map" if merge_key else "set"
        if kind == "set":
            return Items({}, Leaf(EXPECTS.get(field["items"].get("type"), "scalar")))
        if kind != "map":
            return Leaf("list")
        item = field["items"]
        known = self.definition(item["ref"]).get("fields") or {} if "ref" in item else {}
        keys = {key: (known.get(key) or {}).get("default") for key in sorted(field.get("list-map-keys") or [merge_key])}
        return Items(keys, self._field(item))


def from_openapi(schema: dict, preserve: bool = False):
    """The node of an OpenAPI v3 schema as CustomResourceDefinitions hold it."""
    preserve = preserve or schema.get("x-kubernetes-preserve-unknown-fields") is True
    kind = schema.get("type")
    if schema.get("x-kubernetes-int-or-string"):
        return Leaf("scalar")
    if kind == "object" or kind is None and (schema.get("properties") or schema.get("additionalProperties")):
        return _openapi_map(schema, preserve)
    if kind == "array":
        return _openapi_list(schema, preserve)
    return ANYTHING if kind is None else Leaf(EXPECTS.get(kind, "scalar"))


def _openapi_map(schema, preserve):
    if schema.get("x-kubernetes-map-type") == "atomic":
        return Leaf("map")
    node, properties, others = Map(), schema.get("properties") or {}, schema.get("additionalProperties")
    for name, below in properties.items():
        node.fields[name] = ("f:" + name, from_openapi(below, preserve))
    if isinstance(others, dict):
        node.item = from_openapi(others, preserve)
    elif others is True or others is None and (preserve or not properties):
        node.item = ANYTHING
    return node


def _openapi_list(schema, preserve):
    kind, items = schema.get("x-kubernetes-list-type"), schema.get("items") or {}
    if kind == "set":
        return Items({}, from_openapi(items, preserve))
    if kind != "map":
        return Leaf("list")
    known = items.get("properties") or {}
    keys = {key: (known.get(key) or {}).get("default") for key in sorted(schema.get("x-kubernetes-list-map-keys") or ())}
    return Items(keys, from_openapi(items, preserve))


def custom_object(schema: dict | None, metadata) -> Map:
    """The root node of a custom resource: its schema (None: anything goes) with the generic fields; `metadata` is the node of ObjectMeta."""
    node = from_openapi(schema, False) if schema else None
    if not isinstance(node, Map):
        node = Map()
        node.item = ANYTHING
    for name in ("apiVersion", "kind"):
        node.fields[name] = ("f:" + name, Leaf("string"))
    node.fields["metadata"] = ("f:metadata", metadata)
    return node
