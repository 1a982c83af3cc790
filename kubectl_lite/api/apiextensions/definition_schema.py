"""OpenAPI schemas of CustomResourceDefinitions: what they may contain, and that they are structural."""
from __future__ import annotations

from kubectl_lite.api.apiextensions import definition_defaults, structural_rules
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

TYPES = ("array", "boolean", "integer", "number", "object", "string")
UNSUPPORTED = ("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref")
META_FIELDS = ("metadata", "kind", "apiVersion")
ROOT_FIELDS = ("Description", "Type", "Format", "Title", "Maximum", "ExclusiveMaximum", "Minimum", "ExclusiveMinimum", "MaxLength", "MinLength", "Pattern",
               "MaxItems", "MinItems", "UniqueItems", "MultipleOf", "Required", "Items", "Properties", "ExternalDocs", "Example", "XPreserveUnknownFields", "XValidations")
EXTENSIONS = ("x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-list-type",
              "x-kubernetes-list-map-keys", "x-kubernetes-map-type", "x-kubernetes-validations")
LIST_TYPE, MAP_KEYS, MAP_TYPE = "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"


def check(schema: dict, path: Path, structural: bool, status: bool) -> list:
    """The field errors of a root schema; `structural`: it must be structural, `status`: its version has the status subresource."""
    problems = _root(schema, path) if status else []
    if schema.get("nullable"):
        problems.append(field.forbidden(path / "nullable", "nullable cannot be true at the root"))
    late = []
    if structural:
        unfit = structural_rules.unfit(schema)
        if unfit:
            late = [field.invalid(path, "", unfit)]
        else:
            problems += structural_rules.check(schema, path) or definition_defaults.check(schema, path)
    problems += _schema(schema, path, True, "")
    return problems or late or _compiled(schema, path)


def _root(schema, path):
    """With the status subresource the root may say little: status is validated by its own part of the schema."""
    from kubectl_lite.api.apiextensions.internal_form import go_name, schema_text
    for key, value in schema.items():
        if key == "type":
            if value != "object":
                return [field.invalid(path / "type", value, 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled')]
        elif value and go_name(key) not in ROOT_FIELDS:
            return [field.invalid(path, schema_text(schema), f"only [{' '.join(sorted(ROOT_FIELDS))}] fields are allowed at the root of the schema if the "
                                  "status subresource is enabled")]
    return []


def _schema(schema, path, root, no_defaults, inside_meta=False):
    """One schema and all below; `no_defaults` says why defaults are forbidden here, "" when they are not."""
    problems = _plain(schema, path, no_defaults, inside_meta)
    if schema.get("uniqueItems"):
        problems.append(field.forbidden(path / "uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"))
    properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
    if others is not None and properties and (others is False or isinstance(others, dict)):
        problems.append(field.forbidden(path / "additionalProperties", "additionalProperties and properties are mutual exclusive"))
    if isinstance(others, dict):
        why = "inside additionalProperties applying to object metadata" if inside_meta else no_defaults
        problems += _schema(others, path / "additionalProperties", False, why, inside_meta)
    for name in sorted(properties):
        meta = (root or schema.get("x-kubernetes-embedded-resource")) and name in META_FIELDS
        why = f"in top-level {name}" if meta and root else no_defaults
        problems += _schema(properties[name], path.child("properties").key(name), False, why, inside_meta or bool(meta))
    for key, below in _branches(schema):
        problems += _schema(below, Path(f"{path}.{key}"), False, no_defaults, inside_meta)
    return problems + _extensions(schema, path, root)


def _branches(schema):
    """(path, schema) of everything below that is neither a property nor additional."""
    found = [("not", schema["not"])] if isinstance(schema.get("not"), dict) else []
    for key in ("allOf", "oneOf", "anyOf"):
        found += [(f"{key}[{i}]", s) for i, s in enumerate(schema.get(key) or ())]
    items = schema.get("items")
    if isinstance(items, dict):
        found.append(("items", items))
    return found + ([(f"items[{i}]", s) for i, s in enumerate(items)] if isinstance(items, list) else [])


def _plain(schema, path, no_defaults, inside_meta):
    problems, kind = [], schema.get("type") or ""
    if kind and kind not in TYPES:
        problems.append(field.not_supported(path / "type", kind, TYPES))
    if schema.get("default") is not None and no_defaults:
        problems.append(field.forbidden(path / "default", f"must not be set {no_defaults}"))
    problems += [field.forbidden(path / key, f"{key} is not supported") for key in UNSUPPORTED if schema.get(key)]
    if kind == "null":
        problems.append(field.forbidden(path / "type", "type cannot be set to null, use nullable as an alternative"))
    if isinstance(schema.get("items"), list):
        problems.append(field.forbidden(path / "items", "items must be a schema object and not an array"))
    if inside_meta and schema.get("x-kubernetes-embedded-resource"):
        problems.append(field.forbidden(path / "x-kubernetes-embedded-resource", "must not be used inside of resource meta"))
    return problems


def _extensions(schema, path, root):
    problems = []
    if schema.get("x-kubernetes-preserve-unknown-fields") is False:
        problems.append(field.invalid(path / "x-kubernetes-preserve-unknown-fields", False, "must be true or undefined"))
    problems += _map_type(schema, path) + _list_type(schema, path)
    problems += _map_keys(schema, path)
    if schema.get(LIST_TYPE) in ("set", "map") and isinstance(schema.get("items"), dict):
        problems += _keys_are_there(schema, path)
    if schema.get("x-kubernetes-validations"):
        from kubectl_lite.api.apiextensions import definition_rules
        problems += definition_rules.check(schema, path, root)
    return problems


def _wrong_type(schema, path, wanted, key):
    text, kind = f"must be {wanted} if {key} is specified", schema.get("type") or ""
    return [field.invalid(path / "type", kind, text) if kind else field.required(path / "type", text)]


def _map_type(schema, path):
    kind = schema.get(MAP_TYPE)
    if kind is None:
        return []
    problems = _wrong_type(schema, path, "object", MAP_TYPE) if schema.get("type") != "object" else []
    if kind not in ("atomic", "granular"):
        problems.append(field.not_supported(path / MAP_TYPE, kind, ("atomic", "granular")))
    return problems


def _list_type(schema, path):
    kind, items, problems = schema.get(LIST_TYPE), schema.get("items"), []
    if kind is None:
        return []
    if schema.get("type") != "array":
        problems += _wrong_type(schema, path, "array", LIST_TYPE)
    elif kind == "set" and isinstance(items, dict):
        text = f"must be atomic as item of a list with {LIST_TYPE}=set"
        if items.get("type") == "array" and items.get(LIST_TYPE, "atomic") != "atomic":
            problems.append(field.invalid(path.child("items", LIST_TYPE), items[LIST_TYPE], text))
        elif items.get("type") == "object" and items.get(MAP_TYPE) != "atomic":
            problems.append(field.invalid(path.child("items", MAP_TYPE), items.get(MAP_TYPE), text))
    if kind not in ("atomic", "set", "map"):
        problems.append(field.not_supported(path / LIST_TYPE, kind, ("atomic", "set", "map")))
    return problems


def _map_keys(schema, path):
    keys, kind, items, problems = schema.get(MAP_KEYS) or [], schema.get(LIST_TYPE), schema.get("items"), []
    if keys and kind != "map":
        text = f"must be map if {MAP_KEYS} is non-empty"
        problems.append(field.required(path / LIST_TYPE, text) if kind is None else field.invalid(path / LIST_TYPE, kind, text))
    if kind != "map":
        return problems
    if not keys:
        problems.append(field.required(path / MAP_KEYS, f"must not be empty if {LIST_TYPE} is map"))
    if items is None:
        problems.append(field.required(path / "items", f"must have a schema if {LIST_TYPE} is map"))
    elif isinstance(items, dict) and items.get("type") != "object":
        problems.append(field.invalid(path.child("items", "type"), items.get("type") or "", f"must be object if parent array's {LIST_TYPE} is map"))
    elif isinstance(items, dict):
        problems += _key_types(keys, items, path)
    return problems


def _key_types(keys, items, path):
    problems, seen, properties = [], set(), items.get("properties") or {}
    for key in keys:
        if key not in properties:
            problems.append(field.invalid(path / MAP_KEYS, keys, "entries must all be names of item properties"))
        elif properties[key].get("type") in ("array", "object"):
            problems.append(field.invalid(path.child("items", "properties").key(key).child("type"), items.get("type"),
                                          f"must be a scalar type if parent array's {LIST_TYPE} is map"))
        if key in seen:
            problems.append(field.invalid(path / MAP_KEYS, keys, "must not contain duplicate entries"))
        seen.add(key)
    return problems


def _keys_are_there(schema, path):
    """Items of sets and maps are never null, and the keys of maps are required or have a default."""
    items, kind, problems = schema["items"], schema[LIST_TYPE], []
    if items.get("nullable"):
        problems.append(field.forbidden(path.child("items", "nullable"), f"cannot be nullable when {LIST_TYPE} is {kind}"))
    if kind != "map":
        return problems
    for key in schema.get(MAP_KEYS) or ():
        below, at = (items.get("properties") or {}).get(key), path.child("items", "properties").key(key)
        if below is None:
            continue
        if key not in (items.get("required") or ()) and below.get("default") is None:
            problems.append(field.required(at / "default", f"this property is in {MAP_KEYS}, so it must have a default or be a required property"))
        if below.get("nullable"):
            problems.append(field.forbidden(at / "nullable", f"this property is in {MAP_KEYS}, so it cannot be nullable"))
    return problems


def _compiled(schema, path):
    """What shows only when the validator is built: patterns that are no regular expressions."""
    import re
    for pattern in _patterns(schema):
        try:
            re.compile(pattern.replace("\\z", "\\Z"))
        except re.error as e:
            return [field.invalid(Path(str(path).rpartition(".")[0]), "", f"error building validator: error parsing regexp: {e}")]
    return []


def _patterns(schema):
    if schema.get("pattern"):
        yield schema["pattern"]
    for below in walk(schema):
        yield from _patterns(below)


def walk(schema: dict):
    """The schemas directly below one."""
    yield from (schema.get("properties") or {}).values()
    if isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]
    for _key, below in _branches(schema):
        yield below


def has_defaults(schema) -> bool:
    """Whether a schema has defaults anywhere."""
    return isinstance(schema, dict) and (schema.get("default") is not None or any(map(has_defaults, walk(schema))))


def has_extensions(schema) -> bool:
    """Whether a schema uses Kubernetes' extensions anywhere."""
    return isinstance(schema, dict) and (any(schema.get(e) for e in EXTENSIONS) or any(map(has_extensions, walk(schema))))
