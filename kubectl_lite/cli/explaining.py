"""The trees that `explain` walks, and their text. A node has `type`, `fields` ([(name, node, required)]), `description` and `enum`."""
from __future__ import annotations

EMPTY = "<empty>"


class Node:
    """One type or field; its fields are read when asked for."""
    __slots__ = ("type", "description", "enum", "_fields")

    def __init__(self, type: str, fields, description: str = "", enum=()):
        self.type, self._fields, self.description, self.enum = type, fields, description, enum

    def fields(self) -> list[tuple]:
        return sorted(self._fields(), key=lambda f: f[0])


def root(ctx, row) -> Node:
    """The node of a resource's kind."""
    from kubectl_lite.api import schema
    name = schema.for_kind(row.api_version, row.kind)
    return _built_in({"ref": name}) if name else _custom(ctx, row)


def _built_in(field: dict) -> Node:
    """A node of the schema facts."""
    inner = field
    while "items" in inner or "values" in inner:
        inner = inner.get("items") or inner["values"]
    return Node(_type(field), lambda: _members(inner), enum=field.get("enum") or ())


def _members(field):
    from kubectl_lite.api import schema
    if "ref" not in field:
        return []
    definition = schema.definition(field["ref"])
    required = definition.get("required") or ()
    return [(name, _built_in(f), name in required) for name, f in (definition.get("fields") or {}).items()]


def _type(field: dict) -> str:
    """`string`, `[]Container`, `map[string]string`, `ObjectMeta`."""
    if "items" in field:
        return "[]" + _type(field["items"])
    if "values" in field:
        return "map[string]" + _type(field["values"])
    if "ref" in field:
        return field["ref"].rpartition(".")[2]
    return field.get("type") or "Object"


def _custom(ctx, row) -> Node:
    """A node of a custom resource's structural schema."""
    crd = ctx.client.get(("apiextensions.k8s.io", "customresourcedefinitions"), row.group_resource)
    version = next(v for v in crd["spec"]["versions"] if v["name"] == row.version)
    schema = (version.get("schema") or {}).get("openAPIV3Schema") or {}
    meta = _built_in({"ref": "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"})
    node = _open_api(schema)
    own = node._fields
    base = [("apiVersion", Node("string", list), False), ("kind", Node("string", list), False), ("metadata", meta, False)]
    return Node(row.kind, lambda: base + [f for f in own() if f[0] not in ("apiVersion", "kind", "metadata")], node.description)


def _open_api(schema: dict) -> Node:
    inner = schema
    while inner.get("type") == "array" or isinstance(inner.get("additionalProperties"), dict):
        inner = inner.get("items") or inner.get("additionalProperties") or {}
    required = inner.get("required") or ()
    return Node(_open_api_type(schema), lambda: [(n, _open_api(s), n in required) for n, s in (inner.get("properties") or {}).items()],
                schema.get("description") or "", schema.get("enum") or ())


def _open_api_type(schema: dict) -> str:
    if schema.get("type") == "array":
        return "[]" + _open_api_type(schema.get("items") or {})
    if isinstance(schema.get("additionalProperties"), dict):
        return "map[string]" + _open_api_type(schema["additionalProperties"])
    if schema.get("x-kubernetes-int-or-string"):
        return "IntOrString"
    return schema.get("type") if schema.get("type") not in (None, "object") else "Object"


def descend(node: Node, path: list[str]) -> Node | None:
    """The node below a field path, or None."""
    for name in path:
        node = next((child for field, child, _ in node.fields() if field == name), None)
        if node is None:
            return None
    return node


def header(row) -> str:
    group = f"GROUP:      {row.group}\n" if row.group else ""
    return f"{group}KIND:       {row.kind}\nVERSION:    {row.version}\n\n"


def body(node: Node, path: list[str], recursive: bool) -> str:
    """The field's line, its description, and its fields."""
    parts = []
    if path:
        parts.append(f"FIELD: {path[-1]} <{node.type}>\n")
        if node.enum:
            parts.append("ENUM:\n" + "".join(f"    {value}\n" for value in node.enum))
        parts.append("\n")
    parts.append(f"DESCRIPTION:\n{_indented(node.description or EMPTY, 4)}\n\n")
    fields = node.fields()
    if fields:
        parts.append("FIELDS:\n" + ("".join(_tree(fields, 1, ())) if recursive else "".join(_listed(f) for f in fields)))
    return "".join(parts)


def _listed(field) -> str:
    name, node, required = field
    enum = "  enum: " + ", ".join(map(str, node.enum)) + "\n" if node.enum else ""
    return f"  {name}\t<{node.type}>{' -required-' if required else ''}\n{enum}{_indented(node.description or '<no description>', 4)}\n\n"


def _tree(fields, depth: int, above: tuple):
    """Names and types of all fields below, two blanks a level; a type inside itself is not opened again."""
    for name, node, required in fields:
        yield f"{'  ' * depth}{name}\t<{node.type}>{' -required-' if required else ''}\n"
        kind = node.type.replace("[]", "")
        if kind not in above:
            yield from _tree(node.fields(), depth + 1, (*above, kind))


def _indented(text: str, blanks: int, width: int = 80) -> str:
    import textwrap
    pad = " " * blanks
    return "\n".join(textwrap.fill(line, width, initial_indent=pad, subsequent_indent=pad) for line in text.split("\n"))
