"""The spec of a CustomResourceDefinition: group, scope, versions, names, columns, subresources, conversion.

What all versions say alike (their schema, subresources, columns) is reported at the top of the spec, where the internal type has it.
"""
from __future__ import annotations

from kubectl_lite.api.apiextensions import definition_schema, internal_form
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

SCOPES = ("Cluster", "Namespaced")
COLUMN_TYPES = ("boolean", "date", "integer", "number", "string")
COLUMN_FORMATS = ("byte", "date", "date-time", "double", "float", "int32", "int64", "password")
REVIEW_VERSIONS = ("v1", "v1beta1")
MAX_SELECTABLE = 8
HOISTED = {"schema": "validation", "subresources": "subresources", "additionalPrinterColumns": "additionalPrinterColumns", "selectableFields": "selectableFields"}


def check(spec: dict, path: Path) -> list:
    """The field errors of a spec."""
    versions = spec.get("versions") or []
    shared = {key for key in HOISTED if versions and versions[0].get(key) and all(v.get(key) == versions[0][key] for v in versions)}
    problems = _group(spec.get("group") or "", path / "group") + _scope(spec.get("scope") or "", path / "scope")
    schemas = [(v.get("schema") or {}).get("openAPIV3Schema") for v in versions]
    problems += [field.required(path.child("versions").index(i).child("schema", "openAPIV3Schema")) for i, s in enumerate(schemas) if s is None]
    preserve = bool(spec.get("preserveUnknownFields"))
    if preserve and any(definition_schema.has_defaults(s) for s in schemas):
        problems.append(field.invalid(path / "preserveUnknownFields", True, "must be false in order to use defaults in the schema"))
    structural = not preserve or any(definition_schema.has_defaults(s) or definition_schema.has_extensions(s) for s in schemas)
    for i, version in enumerate(versions):
        problems += _version(version, path.child("versions").index(i), shared, structural)
    problems += _version_set(versions, path)
    problems += _names(spec.get("names") or {}, path / "names")
    if versions:
        problems += _parts({key: versions[0][key] for key in shared}, path, structural, HOISTED)
    return problems + _conversion(spec.get("conversion") or {}, preserve, path / "conversion")


def _group(group, path):
    if not group:
        return [field.required(path)]
    texts = names.dns_subdomain(group)
    if texts:
        return [field.invalid(path, group, ",".join(texts))]
    return [] if "." in group else [field.invalid(path, group, "should be a domain with at least one dot")]


def _scope(scope, path):
    if not scope:
        return [field.required(path)]
    return [] if scope in SCOPES else [field.not_supported(path, scope, SCOPES)]


def _version(version, path, shared, structural):
    problems = _label(version.get("name") or "", path / "name", required=True)
    problems += _parts({key: version[key] for key in HOISTED if version.get(key) and key not in shared}, path, structural, None)
    warning = version.get("deprecationWarning")
    if warning is not None:
        problems += _warning(version, warning, path)
    return problems


def _warning(version, warning, path):
    at = path / "deprecationWarning"
    if not version.get("deprecated"):
        return [field.invalid(at, warning, "can only be set for deprecated versions")]
    if not warning:
        return [field.invalid(at, warning, "must not be an empty string")]
    problems = [field.invalid(at, warning, "must only contain printable UTF-8 characters; non-printable character found at index "
                              f"{i}") for i, char in enumerate(warning) if not char.isprintable()][:1]
    if len(warning.encode()) > 256:
        problems.append(field.too_long(at, 256))
    return problems


def _version_set(versions, path):
    problems, seen = [], [v.get("name") for v in versions]
    if len(set(seen)) != len(seen):
        problems.append(field.invalid(path / "versions", internal_form.versions(versions), "must contain unique version names"))
    if sum(bool(v.get("storage")) for v in versions) != 1:
        problems.append(field.invalid(path / "versions", internal_form.versions(versions), "must have exactly one version marked as storage version"))
    if versions:
        problems += _label(versions[0].get("name") or "", path / "version")
    return problems


def _label(value, path, required=False):
    texts = names.dns1035_label(value) if value or required else []
    return [field.invalid(path, value, ",".join(texts))] if texts else []


def _names(wanted, path):
    problems = [field.required(path / key) for key in ("plural", "singular", "kind", "listKind") if not wanted.get(key)]
    for key in ("plural", "singular"):
        problems += _label(wanted.get(key) or "", path / key)
    for key in ("kind", "listKind"):
        value = wanted.get(key) or ""
        texts = names.dns1035_label(value.lower()) if value else []
        if texts:
            problems.append(field.invalid(path / key, value, "may have mixed case, but should otherwise match: " + ",".join(texts)))
    problems += [p for i, name in enumerate(wanted.get("shortNames") or ()) for p in _label(name, (path / "shortNames").index(i), True)]
    if wanted.get("kind") and wanted.get("kind") == wanted.get("listKind"):
        problems.append(field.invalid(path / "listKind", wanted["listKind"], "kind and listKind may not be the same"))
    return problems + [p for i, name in enumerate(wanted.get("categories") or ()) for p in _label(name, (path / "categories").index(i), True)]


def _parts(parts, path, structural, at):
    """Schema, subresources, columns and selectable fields, of one version or of all; `at` renames them where all share them."""
    at = at or {key: key for key in HOISTED}
    problems = []
    schema = (parts.get("schema") or {}).get("openAPIV3Schema")
    status = "status" in (parts.get("subresources") or {})
    if schema is not None:
        problems += definition_schema.check(schema, path.child(at["schema"], "openAPIV3Schema"), structural, status)
    if parts.get("subresources"):
        problems += _subresources(parts["subresources"], path / at["subresources"])
    for i, column in enumerate(parts.get("additionalPrinterColumns") or ()):
        problems += _column(column, (path / at["additionalPrinterColumns"]).index(i))
    if parts.get("selectableFields"):
        problems += _selectable(parts["selectableFields"], schema or {}, path / at["selectableFields"])
    return problems


def _subresources(subresources, path):
    scale = subresources.get("scale")
    if not scale:
        return []
    problems = []
    for key, below in (("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")):
        problems += _scale_path(scale.get(key) or "", path / f"scale.{key}", (below,), f"should be a json path under {below}", True)
    return problems + _scale_path(scale.get("labelSelectorPath") or "", path / "scale.labelSelectorPath", (".spec", ".status"),
                                  "should be a json path under either .spec or .status", False)


def _scale_path(value, path, prefixes, text, required):
    if not value:
        return [field.required(path)] if required else []
    problems = _simple_path(value, path)
    if not problems and not value.startswith(tuple(p + "." for p in prefixes)):
        problems = [field.invalid(path, value, text)]
    return problems


def _simple_path(value, path):
    if not value:
        return [field.invalid(path, value, "must not be empty")]
    if value[0] != ".":
        return [field.invalid(path, value, "must be a simple json path starting with .")]
    from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError
    try:
        JSONPath("{" + value + "}")
    except JSONPathError as e:
        return [field.invalid(path, value, f"must be a valid json path: {e}")]
    return []


def _column(column, path):
    problems, kind, format_ = [], column.get("type") or "", column.get("format") or ""
    if not column.get("name"):
        problems.append(field.required(path / "name"))
    if not kind:
        problems.append(field.required(path / "type", "must be one of " + ",".join(COLUMN_TYPES)))
    elif kind not in COLUMN_TYPES:
        problems.append(field.invalid(path / "type", kind, "must be one of " + ",".join(COLUMN_TYPES)))
    if format_ and format_ not in COLUMN_FORMATS:
        problems.append(field.invalid(path / "format", format_, "must be one of " + ",".join(COLUMN_FORMATS)))
    if not column.get("jsonPath"):
        return [*problems, field.required(path / "JSONPath")]
    return problems + _simple_path(column["jsonPath"], path / "JSONPath")


def _selectable(fields, schema, path):
    problems, seen = [], set()
    for i, selectable in enumerate(fields):
        at, value = path.index(i), selectable.get("jsonPath") or ""
        if not value:
            problems.append(field.required(at / "jsonPath"))
            continue
        found = _simple_path(value, at / "jsonPath") or _selectable_type(value, schema, at / "jsonPath")
        problems += found
        if value in seen:
            problems.append(field.FieldError("duplicate", at / "jsonPath", value, ""))
        seen.add(value)
    if len(fields) > MAX_SELECTABLE:
        problems.append(field.too_many(path, len(fields), MAX_SELECTABLE))
    return problems


def _selectable_type(value, schema, path):
    steps = value.lstrip(".").split(".")
    if steps[0] == "metadata":
        return [field.invalid(path, value, "must not point to fields in metadata")]
    for step in steps:
        schema = (schema.get("properties") or {}).get(step)
        if schema is None:
            return [field.invalid(path, value, "does not refer to a valid field")]
    if schema.get("type") not in ("string", "boolean", "integer"):
        return [field.invalid(path, value, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.")]
    return []


def _conversion(conversion, preserve, path):
    strategy = conversion.get("strategy") or ""
    problems = []
    if not strategy:
        problems.append(field.required(path / "strategy"))
    elif strategy not in ("None", "Webhook"):
        problems.append(field.not_supported(path / "strategy", strategy, ("None", "Webhook")))
    webhook = conversion.get("webhook")
    if strategy != "Webhook":
        if webhook:
            problems.append(field.forbidden(path / "webhook", "should not be set when strategy is not set to Webhook"))
        return problems
    if preserve:
        problems.append(field.invalid(path / "strategy", strategy, "must be None if spec.preserveUnknownFields is true"))
    client = (webhook or {}).get("clientConfig")
    if not client:
        return [*problems, field.required(path / "webhookClientConfig", "required when strategy is set to Webhook")]
    problems += _client(client, path.child("webhook", "clientConfig"))
    return problems + _reviews((webhook or {}).get("conversionReviewVersions") or [], path / "conversionReviewVersions")


def _client(client, path):
    if bool(client.get("url")) == bool(client.get("service")):
        return [field.required(path, "exactly one of url or service is required")]
    service, problems = client.get("service"), []
    if service:
        problems = [field.required(path.child("service", key)) for key in ("name", "namespace") if not service.get(key)]
        if not 1 <= service.get("port", 443) <= 65535:
            problems.append(field.invalid(path.child("service", "port"), service["port"], "port is not valid: must be between 1 and 65535, inclusive"))
    return problems


def _reviews(versions, path):
    if not versions:
        return [field.required(path)]
    problems = [p for i, v in enumerate(versions) for p in _label(v, path.index(i), True)]
    if not any(v in REVIEW_VERSIONS for v in versions):
        problems.append(field.invalid(path, versions, "must include at least one of " + ", ".join(REVIEW_VERSIONS)))
    return problems
