"""OpenAPI schemas of CustomResourceDefinitions: what they may contain, and that they are structural."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.api.apiextensions import definition_cost, definition_defaults, structural_rules
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path


def _is_there(value):
    return value is not None


TYPES = ("array", "boolean", "integer", "number", "object", "string")
# what no schema may have, and when it has it
UNSUPPORTED = (("id", bool), ("additionalItems", _is_there), ("patternProperties", bool), ("definitions", bool), ("dependencies", _is_there), ("$ref", _is_there))
META_FIELDS = ("metadata", "kind", "apiVersion")
ROOT_FIELDS = ("Description", "Type", "Format", "Title", "Maximum", "ExclusiveMaximum", "Minimum", "ExclusiveMinimum", "MaxLength", "MinLength", "Pattern",
               "MaxItems", "MinItems", "UniqueItems", "MultipleOf", "Required", "Items", "Properties", "ExternalDocs", "Example", "XPreserveUnknownFields", "XValidations")
EXTENSIONS = ("x-kubernetes-embedded-resource", "x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-list-type",
              "x-kubernetes-list-map-keys", "x-kubernetes-map-type", "x-kubernetes-validations")
LIST_TYPE, MAP_KEYS, MAP_TYPE = "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"


class Place(namedtuple("Place", "path root no_defaults inside_meta uncorrelatable context limited")):
    """Where a schema stands, and what that means for it.

    no_defaults: why defaults are forbidden here, "" when they are not; inside_meta: it describes kind, apiVersion or metadata; uncorrelatable: the
    first path above whose elements have no past; context: how often its rules run, None where they are not looked at; limited: one rule's cost is.
    """
    __slots__ = ()

    def below(self, path, schema, **changed) -> "Place":
        """The place of a schema inside."""
        return self._replace(path=path, root=False, context=self.context.inside(schema) if self.context else None, **changed)


class Found:
    """Field errors of schemas, and apart from them those of their rules, which come last."""
    __slots__ = ("schema", "rules")

    def __init__(self):
        self.schema, self.rules = [], []

    def add(self, other: "Found") -> None:
        self.schema += other.schema
        self.rules += other.rules


def check(schema: dict, path: Path, structural: bool, status: bool, limited: bool = True) -> list:
    """The field errors of a root schema.

    `structural`: it must be structural; `status`: its version has the status subresource; `limited`: the cost of each of its rules is.
    """
    problems, late, context = _root(schema, path) if status else [], [], None
    if schema.get("nullable"):
        problems.append(field.forbidden(path / "nullable", "nullable cannot be true at the root"))
    if structural:
        unfit = structural_rules.unfit(schema)
        if unfit:
            late = [field.invalid(path, "", unfit)]
        else:
            found = structural_rules.check(schema, path) or definition_defaults.check(schema, path)
            problems += found
            context = None if found else definition_cost.root(schema)
    found = _schema(schema, Place(path, True, "", False, None, context, limited))
    problems += found.schema + found.rules
    problems = problems or late
    if context:
        problems = problems + context.totals.problems(path)
    return problems


def _root(schema, path):
    """With the status subresource the root may say little: status is validated by its own part of the schema."""
    from kubectl_lite.api.apiextensions.internal_form import go_name, schema_text
    for key, value in schema.items():
        if key == "type":
            if value != "object":
                return [field.invalid(path / "type", value, 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled')]
        elif value and go_name(key) not in ROOT_FIELDS:
            return [field.invalid(path, schema_text(schema), f"only [{' '.join(ROOT_FIELDS)}] fields are allowed at the root of the schema if the "
                                  "status subresource is enabled")]
    return []


def _schema(schema, place):
    """One schema and all below."""
    path, found = place.path, Found()
    found.schema = _plain(schema, place)
    if schema.get("uniqueItems"):
        found.schema.append(field.forbidden(path / "uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"))
    properties, others = schema.get("properties") or {}, schema.get("additionalProperties")
    if properties and (others is False or isinstance(others, dict)):
        found.schema.append(field.forbidden(path / "additionalProperties", "additionalProperties and properties are mutual exclusive"))
    if isinstance(others, dict):
        why = "inside additionalProperties applying to object metadata" if place.inside_meta else place.no_defaults
        found.add(_schema(others, place.below(path / "additionalProperties", others, no_defaults=why)))
    for name in sorted(properties):
        found.add(_schema(properties[name], _property(schema, name, place)))
    for key, below in _branches(schema):
        found.add(_schema(below, _branch(schema, key, below, place)))
    found.schema += _extensions(schema, path)
    if schema.get("x-kubernetes-validations"):
        from kubectl_lite.api.apiextensions import definition_rules
        found.schema += definition_rules.written(schema, path)
        if place.context and not found.schema:
            found.rules += definition_rules.compiled(schema, path, place.context, place.uncorrelatable, place.limited)
    return found


def _property(schema, name, place):
    meta = (place.root or bool(schema.get("x-kubernetes-embedded-resource"))) and name in META_FIELDS
    why = f"in top-level {name}" if meta and place.root else place.no_defaults
    return place.below(place.path.child("properties").key(name), schema["properties"][name], no_defaults=why, inside_meta=place.inside_meta or meta)


def _branch(schema, key, below, place):
    path = Path(f"{place.path}.{key}")
    if not key.startswith("items"):
        return place._replace(path=path, root=False, context=None)
    lost = place.path if schema.get(LIST_TYPE) != "map" else None
    return place.below(path, below, uncorrelatable=place.uncorrelatable if place.uncorrelatable is not None else lost)


def _branches(schema):
    """(path, schema) of everything below that is neither a property nor additional."""
    found = [("not", schema["not"])] if isinstance(schema.get("not"), dict) else []
    for key in ("allOf", "oneOf", "anyOf"):
        found += [(f"{key}[{i}]", s) for i, s in enumerate(schema.get(key) or ())]
    items = schema.get("items")
    if isinstance(items, dict):
        found.append(("items", items))
    return found + ([(f"items[{i}]", s) for i, s in enumerate(items)] if isinstance(items, list) else [])


def _plain(schema, place):
    problems, path, kind = [], place.path, schema.get("type") or ""
    if kind and kind not in TYPES:
        problems.append(field.not_supported(path / "type", kind, TYPES))
    if schema.get("default") is not None and place.no_defaults:
        problems.append(field.forbidden(path / "default", f"must not be set {place.no_defaults}"))
    problems += [field.forbidden(path / key, f"{key} is not supported") for key, given in UNSUPPORTED if given(as_sent(schema, key))]
    if kind == "null":
        problems.append(field.forbidden(path / "type", "type cannot be set to null, use nullable as an alternative"))
    if isinstance(schema.get("items"), list) and schema["items"]:
        problems.append(field.forbidden(path / "items", "items must be a schema object and not an array"))
    if place.inside_meta and schema.get("x-kubernetes-embedded-resource"):
        problems.append(field.forbidden(path / "x-kubernetes-embedded-resource", "must not be used inside of resource meta"))
    return problems


def _extensions(schema, path):
    problems = []
    if schema.get("x-kubernetes-preserve-unknown-fields") is False:
        problems.append(field.invalid(path / "x-kubernetes-preserve-unknown-fields", False, "must be true or undefined"))
    problems += _map_type(schema, path) + _list_type(schema, path) + _map_keys(schema, path)
    if schema.get(LIST_TYPE) in ("set", "map") and isinstance(schema.get("items"), dict):
        problems += _keys_are_there(schema, path)
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
            problems.append(field.invalid(path.child("items", MAP_TYPE), items.get(LIST_TYPE), text))  # Kubernetes shows the list's type here
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
