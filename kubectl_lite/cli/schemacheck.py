"""An object against its type in the server's OpenAPI document, in the words of kube-openapi's validation. Knows nothing of values, only of shapes.

What the document does not tell (no type, several types, unknown fields preserved) is not looked at; kinds that it does not describe neither.
"""
from __future__ import annotations

from kubectl_lite.machinery.errors import ApiError

GVK = "x-kubernetes-group-version-kind"
ANYTHING = ("x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields", "oneOf")
REF = "#/components/schemas/"


def problems(ctx, obj: dict) -> list[str]:
    """The texts of all that does not fit."""
    group, _, version = obj["apiVersion"].rpartition("/")
    schemas = _schemas(ctx, group, version)
    wanted = {"group": group, "version": version, "kind": obj["kind"]}
    name = next((n for n, schema in schemas.items() if wanted in (schema.get(GVK) or ())), None)
    if name is None:
        return []
    found: list[str] = []
    _Check(schemas, found).value(obj, {"$ref": REF + name}, obj["kind"], name)
    return found


def _schemas(ctx, group, version):
    path = f"apis/{group}/{version}" if group else f"api/{version}"
    try:
        return ctx.client.request("GET", f"/openapi/v3/{path}").body["components"]["schemas"]
    except ApiError:
        return {}


class _Check:
    """One walk. `path` is where in the object, `type_` what the document calls the type there."""
    __slots__ = ("schemas", "found")

    def __init__(self, schemas, found):
        self.schemas, self.found = schemas, found

    def value(self, value, schema, path, type_):
        """A value of any sort."""
        if "allOf" in schema:
            schema = schema["allOf"][0]
        if "$ref" in schema:
            type_ = schema["$ref"].removeprefix(REF)
            return self.value(value, self.schemas.get(type_, {}), path, type_)
        if any(schema.get(name) for name in ANYTHING):
            return None
        expected = "map" if "properties" in schema else {"object": "map"}.get(schema.get("type"), schema.get("type"))
        if expected is None:
            return None
        if isinstance(value, dict):
            return self._object(value, schema, path, type_, expected)
        if isinstance(value, list):
            return self._array(value, schema, path, type_, expected)
        return self._primitive(value, path, type_, expected)

    def _object(self, value, schema, path, type_, expected):
        if expected != "map":
            self._say(path, f'invalid type for {type_}: got "map", expected "{expected}"')
        elif "properties" in schema:
            self._fields(value, schema, path, type_)
        elif isinstance(schema.get("additionalProperties"), dict):
            for key in sorted(k for k in value if value[k] is not None):
                self.value(value[key], schema["additionalProperties"], f"{path}.{key}", type_)

    def _fields(self, value, schema, path, type_):
        fields = schema["properties"]
        for key in sorted(k for k in value if value[k] is not None):
            if key in fields:
                self.value(value[key], fields[key], f"{path}.{key}", f"{type_}.{key}")
            else:
                self._say(path, f'unknown field "{key}" in {type_}')
        for key in schema.get("required") or ():
            if value.get(key) is None:
                self._say(path, f'missing required field "{key}" in {type_}')

    def _array(self, value, schema, path, type_, expected):
        if expected != "array":
            self._say(path, f'invalid type for {type_}: got "array", expected "{expected}"')
            return
        for i, item in enumerate(value):
            at = f"{path}[{i}]"
            if item is None:
                self._say(path, f'unknown object type "nil" in {at}')
            else:
                self.value(item, schema.get("items") or {}, at, type_)

    def _primitive(self, value, path, type_, expected):
        got = "boolean" if isinstance(value, bool) else {int: "integer", float: "number"}.get(type(value), "string")
        if expected == "string" or got == expected or {got, expected} == {"integer", "number"}:
            return
        self._say(path, f'invalid type for {type_}: got "{got}", expected "{expected}"')

    def _say(self, path, text):
        self.found.append(f"ValidationError({path}): {text}")
