"""kubectl explain: one type's fields from an OpenAPI v3 document (the plain text template of kubectl's explain/v2).

A pure function of the document; fetching it and finding the resource are the command's work.
"""
from __future__ import annotations

from kubectl_lite.printers.wordwrap import wrap

WIDTH = 76
SHOWN_ENUM = 4


class NoField(Exception):
    """The path leads nowhere; `name` is the field that the message tells."""

    def __init__(self, name: str):
        super().__init__(f'field "{name}" does not exist')
        self.name = name


def heading(group: str, version: str, kind: str) -> str:
    """Which kind this is about."""
    return (f"GROUP:      {group}\n" if group else "") + f"KIND:       {kind}\nVERSION:    {version}\n\n"


def explain(document: dict, group: str, version: str, kind: str, path: list[str], recursive: bool) -> str | None:
    """What stands below the heading; None when the document does not have the kind; NoField for a wrong path."""
    gvk = {"group": group, "version": version, "kind": kind}
    for schema in ((document.get("components") or {}).get("schemas") or {}).values():
        if gvk in (schema.get("x-kubernetes-group-version-kind") or ()):
            text = _Explainer(document, recursive).output(schema, path, frozenset())
            if not text:
                raise NoField(path[-1])
            return text + "\n"
    return None


class _Explainer:
    """One document and how deep to go."""

    def __init__(self, document: dict, recursive: bool):
        self.schemas, self.recursive = document["components"]["schemas"], recursive

    def resolve(self, schema: dict) -> dict:
        """The schema itself, or the one that it refers to."""
        return self.schemas.get(schema["$ref"].rpartition("/")[2]) or schema if "$ref" in schema else schema

    def output(self, schema: dict, path: list[str], seen: frozenset) -> str:
        """The description at the end of the path, "" where there is none."""
        resolved, ref = self.resolve(schema), schema.get("$ref", "")
        if not path:
            return self._details(resolved)
        if ref and ref in seen:
            return ""
        below = (resolved.get("properties") or {}).get(path[0])
        if below is not None:
            head = f"FIELD: {path[0]} <{self.type(below)}>\n{_enum_lines(below)}\n\n" if len(path) == 1 else ""
            return head + self.output(below, path[1:], frozenset())
        seen |= {ref}
        for inner in _inside(resolved):
            return self.output(inner, path, seen)
        return next(filter(None, (self.output(part, path, seen) for part in resolved.get("allOf") or ())), "")

    def _details(self, schema: dict) -> str:
        text = f"DESCRIPTION:\n{_indent(wrap(self.description(schema) or '<empty>', WIDTH), 4)}\n" + _docs(schema, WIDTH, 0)
        fields = self.fields(schema, 1, frozenset())
        return text + (f"FIELDS:\n{fields}" if fields else "")

    def description(self, schema: dict) -> str:
        """The descriptions of a schema and of what it is made of."""
        schema = self.resolve(schema)
        own = schema["description"] + "\n" if schema.get("description") else ""
        return own + "".join(map(self.description, [*(schema.get("allOf") or ()), *_inside(schema)]))

    def fields(self, schema: dict, level: int, seen: frozenset) -> str:
        """The fields of a schema, one entry each; all below them too when that was asked for."""
        ref = schema.get("$ref", "")
        if ref and ref in seen:
            return ""
        resolved, seen, out = self.resolve(schema), seen | {ref}, []
        properties = resolved.get("properties") or {}
        for name in sorted(properties):
            out.append(self._field(name, properties[name], name in (resolved.get("required") or ()), level))
            if self.recursive:
                out.append(self.fields(properties[name], level + 1, seen))
        out += [self.fields(part, level, seen) for part in [*(resolved.get("allOf") or ()), *_inside(resolved)]]
        return "".join(out)

    def _field(self, name: str, schema: dict, required: bool, level: int) -> str:
        amount = level * 2
        line = f"{_indent(name, amount)}\t<{self.type(schema)}>{' -required-' if required else ''}{_enum_short(schema, amount)}\n"
        if self.recursive:
            return line
        text = _indent(wrap(schema.get("description") or "<no description>", WIDTH + 2 - amount), amount + 2)
        return f"{line}{text}\n{_docs(schema, WIDTH - amount, amount + 2)}\n"

    def type(self, schema: dict) -> str:
        """`string`, `[]Container`, `map[string]Quantity`, `Object`."""
        if schema.get("items"):
            return "[]" + self.type(schema["items"])
        if isinstance(schema.get("additionalProperties"), dict) and schema["additionalProperties"]:
            return "map[string]" + self.type(schema["additionalProperties"])
        if len(schema.get("allOf") or ()) == 1 and not schema.get("properties"):
            return self.type(schema["allOf"][0])
        if "$ref" in schema:
            kind = self.resolve(schema).get("type")
            return schema["$ref"].rpartition("/")[2].rpartition(".")[2] if kind in (None, "object") else kind
        return "Object" if schema.get("type") in (None, "", "object") else schema["type"]


def _inside(schema: dict) -> list[dict]:
    """The schema of a list's items or of a map's values."""
    values = schema.get("additionalProperties")
    return [part for part in (schema.get("items"), values if isinstance(values, dict) else None) if part]


def _enum_lines(schema: dict) -> str:
    return "ENUM:" + "".join(f"\n    {_enum_value(value)}" for value in schema["enum"]) if schema.get("enum") else ""


def _enum_short(schema: dict, amount: int) -> str:
    values = schema.get("enum")
    if not values:
        return ""
    more = ", ...." if len(values) > SHOWN_ENUM else ""
    return f"\n{' ' * amount}enum: {', '.join(map(_enum_value, values[:SHOWN_ENUM]))}{more}"


def _enum_value(value) -> str:
    return '""' if value == "" else str(value)


def _docs(schema: dict, width: int, amount: int) -> str:
    docs = schema.get("externalDocs")
    if not docs:
        return ""
    text = _indent(wrap(docs["description"], width), amount + 4 if not amount else amount + 2) + "\n" if docs.get("description") else ""
    url = _indent(f"URL: {docs['url']}", amount + 4 if not amount else amount + 2) + "\n" if docs.get("url") else ""
    return f"\n{_indent('EXTERNAL DOCS:', amount)}\n{text}{url}"


def _indent(text: str, amount: int) -> str:
    pad = " " * amount
    return pad + text.replace("\n", "\n" + pad)
