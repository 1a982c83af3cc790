"""Versions and schemas of definitions as the internal types print: Go's field names, all of them, null where nothing is set."""
from __future__ import annotations

from kubectl_lite.machinery import field

VERSION = (("Name", "name", ""), ("Served", "served", False), ("Storage", "storage", False), ("Deprecated", "deprecated", False),
           ("DeprecationWarning", "deprecationWarning", None), ("Schema", "schema", None), ("Subresources", "subresources", None),
           ("AdditionalPrinterColumns", "additionalPrinterColumns", None), ("SelectableFields", "selectableFields", None))
COLUMN = (("Name", "name", ""), ("Type", "type", ""), ("Format", "format", ""), ("Description", "description", ""), ("Priority", "priority", 0),
          ("JSONPath", "jsonPath", ""))
SCHEMA = (("ID", "id", ""), ("Schema", "$schema", ""), ("Ref", "$ref", None), ("Description", "description", ""), ("Type", "type", ""),
          ("Nullable", "nullable", False), ("Format", "format", ""), ("Title", "title", ""), ("Default", "default", None), ("Maximum", "maximum", None),
          ("ExclusiveMaximum", "exclusiveMaximum", False), ("Minimum", "minimum", None), ("ExclusiveMinimum", "exclusiveMinimum", False),
          ("MaxLength", "maxLength", None), ("MinLength", "minLength", None), ("Pattern", "pattern", ""), ("MaxItems", "maxItems", None),
          ("MinItems", "minItems", None), ("UniqueItems", "uniqueItems", False), ("MultipleOf", "multipleOf", None), ("Enum", "enum", None),
          ("MaxProperties", "maxProperties", None), ("MinProperties", "minProperties", None), ("Required", "required", None), ("Items", "items", None),
          ("AllOf", "allOf", None), ("OneOf", "oneOf", None), ("AnyOf", "anyOf", None), ("Not", "not", None), ("Properties", "properties", None),
          ("AdditionalProperties", "additionalProperties", None), ("PatternProperties", "patternProperties", None), ("Dependencies", "dependencies", None),
          ("AdditionalItems", "additionalItems", None), ("Definitions", "definitions", None), ("ExternalDocs", "externalDocs", None),
          ("Example", "example", None), ("XPreserveUnknownFields", "x-kubernetes-preserve-unknown-fields", None),
          ("XEmbeddedResource", "x-kubernetes-embedded-resource", False), ("XIntOrString", "x-kubernetes-int-or-string", False),
          ("XListMapKeys", "x-kubernetes-list-map-keys", None), ("XListType", "x-kubernetes-list-type", None), ("XMapType", "x-kubernetes-map-type", None),
          ("XValidations", "x-kubernetes-validations", None))
RULE = (("Rule", "rule", ""), ("Message", "message", ""), ("MessageExpression", "messageExpression", ""), ("Reason", "reason", None),
        ("FieldPath", "fieldPath", ""), ("OptionalOldSelf", "optionalOldSelf", None))
LISTS, MAPS = ("allOf", "oneOf", "anyOf"), ("properties", "patternProperties", "definitions")


def go_name(key: str) -> str:
    """Go's name of a field of a schema."""
    return next((go for go, name, _zero in SCHEMA if name == key), key)


def schema_text(schema: dict) -> field.Raw:
    """A schema as a field error shows it."""
    return field.Raw(_json(_schema(schema)))


def rule(found: dict) -> field.Raw:
    """A validation rule as a field error shows it."""
    return field.Raw(_json({go: found.get(key, zero) for go, key, zero in RULE}))


def versions(found: list[dict]) -> field.Raw:
    """A list of versions as a field error shows it; what all versions say alike is not theirs internally."""
    shared = [key for key in ("schema", "subresources", "additionalPrinterColumns", "selectableFields")
              if found and found[0].get(key) and all(v.get(key) == found[0][key] for v in found)]
    return field.Raw(_json([_version({k: v for k, v in version.items() if k not in shared}) for version in found]))


def _version(version):
    out = {go: version.get(key, zero) for go, key, zero in VERSION}
    if out["Schema"]:
        out["Schema"] = {"OpenAPIV3Schema": _schema(out["Schema"].get("openAPIV3Schema"))}
    if out["Subresources"]:
        scale = out["Subresources"].get("scale")
        out["Subresources"] = {"Status": {} if "status" in out["Subresources"] else None,
                               "Scale": {k[0].upper() + k[1:]: v for k, v in scale.items()} if scale else None}
    if out["AdditionalPrinterColumns"]:
        out["AdditionalPrinterColumns"] = [{go: c.get(key, zero) for go, key, zero in COLUMN} for c in out["AdditionalPrinterColumns"]]
    if out["SelectableFields"]:
        out["SelectableFields"] = [{"JSONPath": f["jsonPath"]} for f in out["SelectableFields"]]
    return out


def _schema(schema):
    if not isinstance(schema, dict):
        return None
    out = {}
    for go, key, zero in SCHEMA:
        value = schema.get(key, zero)
        if key in LISTS and value is not None:
            value = [_schema(s) for s in value]
        elif key in MAPS and value is not None:
            value = {name: _schema(s) for name, s in sorted(value.items())}
        elif key == "x-kubernetes-validations" and value is not None:
            value = [{go: r.get(k, z) for go, k, z in RULE} for r in value]
        elif key == "not":
            value = _schema(value)
        elif key == "items" and value is not None:
            value = {"Schema": _schema(value) if isinstance(value, dict) else None, "JSONSchemas": None}
        elif key == "additionalProperties" and value is not None:
            value = {"Allows": value is not False, "Schema": _schema(value)}
        out[go] = value
    return out


def _json(value):
    """JSON as Go's encoding/json writes a struct: the fields in their order."""
    from json import dumps
    text = dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
