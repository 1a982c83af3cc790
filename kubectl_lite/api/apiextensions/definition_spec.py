"""The spec of a CustomResourceDefinition: group, scope, versions, names, columns, subresources, conversion.

What all versions say alike (their schema, subresources, columns) is reported at the top of the spec, where the internal type has it.
"""
from __future__ import annotations

from kubectl_lite.api.admissionregistration import clientconfig
from kubectl_lite.api.apiextensions import certificates, definition_schema, internal_form
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.structural import fieldpath
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

SCOPES = ("Cluster", "Namespaced")
COLUMN_TYPES = ("boolean", "date", "integer", "number", "string")
COLUMN_FORMATS = ("byte", "date", "date-time", "double", "float", "int32", "int64", "password")
REVIEW_VERSIONS = ("v1", "v1beta1")
MAX_SELECTABLE = 8
HOISTED = {"schema": "validation", "subresources": "subresources", "additionalPrinterColumns": "additionalPrinterColumns", "selectableFields": "selectableFields"}


def check(spec: dict, path: Path, loose: bool = True) -> list:
    """The field errors of a spec; `loose`: the bundle of certificates for conversions need not be sound (yet)."""
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
    problems += _version_set(as_sent(spec, "versions"), path)
    problems += _required_names(spec.get("names") or {}, path / "names") + check_names(spec.get("names") or {}, path / "names")
    if versions:
        problems += _parts({key: versions[0][key] for key in shared}, path, structural, HOISTED)
    return problems + _conversion(spec.get("conversion") or {}, preserve, path / "conversion", loose)


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
    warning = version.get("deprecationWarning")
    if warning is not None:
        problems += [field.invalid(path / "deprecationWarning", warning, text) for text in _warning(warning, bool(version.get("deprecated")))]
    return problems + _parts({key: version[key] for key in HOISTED if version.get(key) and key not in shared}, path, structural, None)


def _warning(warning, deprecated):
    """What is wrong with the warning of a deprecated version."""
    if not deprecated:
        return ["can only be set for deprecated versions"]
    texts = ["must be <= 256 characters long"] if len(warning.encode()) > 256 else []
    texts += [] if warning else ["must not be an empty string"]
    place = next((i for i, char in enumerate(warning) if not char.isprintable()), None)
    if place is not None:
        texts.append(f"must only contain printable UTF-8 characters; non-printable character found at index {len(warning[:place].encode())}")
    return texts


def _version_set(versions, path):
    given = versions or []
    shown, problems, seen = internal_form.versions(given) if versions is not None else None, [], [v.get("name") for v in given]
    if len(set(seen)) != len(seen):
        problems.append(field.invalid(path / "versions", shown, "must contain unique version names"))
    if sum(bool(v.get("storage")) for v in given) != 1:
        problems.append(field.invalid(path / "versions", shown, "must have exactly one version marked as storage version"))
    return problems + (_label(given[0].get("name") or "", path / "version") if given else [])


def _label(value, path, required=False):
    texts = names.dns1035_label(value) if value or required else []
    return [field.invalid(path, value, ",".join(texts))] if texts else []


def _required_names(wanted, path):
    return [field.required(path / key) for key in ("plural", "singular", "kind", "listKind") if not wanted.get(key)]


def check_names(wanted: dict, path: Path) -> list:
    """The field errors of the names that are given, be they wanted or accepted."""
    problems = []
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
    return [] if value.startswith(".") else [field.invalid(path, value, "must be a simple json path starting with .")]


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
        at, value = path.index(i) / "jsonPath", selectable.get("jsonPath") or ""
        found = fieldpath.find(value, schema, arrays=False)
        if not value or found.problem:
            problems.append(field.invalid(at, value, f"is an invalid path: {found.problem}") if value else field.required(at))
            continue
        if found.steps[0] == "metadata":
            problems.append(field.invalid(at, value, "must not point to fields in metadata"))
        if found.schema.get("type") not in ("string", "boolean", "integer"):
            problems.append(field.invalid(at, value, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed."))
        if found.path in seen:
            problems.append(field.duplicate(at, value))
        seen.add(found.path)
    return problems + ([field.too_many(path, len(seen), MAX_SELECTABLE)] if len(seen) > MAX_SELECTABLE else [])


def _conversion(conversion, preserve, path, loose):
    strategy, webhook = conversion.get("strategy") or "", conversion.get("webhook") or {}
    problems = []
    if preserve and strategy != "None":
        problems.append(field.invalid(path / "strategy", strategy, "must be None if spec.preserveUnknownFields is true"))
    if not strategy:
        problems.append(field.required(path / "strategy"))
    elif strategy not in ("None", "Webhook"):
        problems.append(field.not_supported(path / "strategy", strategy, ("None", "Webhook")))
    client, reviews, at = webhook.get("clientConfig"), webhook.get("conversionReviewVersions") or [], path / "webhookClientConfig"
    if strategy == "Webhook":
        problems += [field.required(at, "required when strategy is set to Webhook")] if client is None else clientconfig.validate(client, at)
        if client and client.get("caBundle") and not loose:
            problems += certificates.bundle(client["caBundle"], at / "caBundle")
        return problems + _reviews(reviews, path / "conversionReviewVersions")
    unused = "should not be set when strategy is not set to Webhook"
    problems += [field.forbidden(at, unused)] if client is not None else []
    return problems + ([field.forbidden(path / "conversionReviewVersions", unused)] if reviews else [])


def _reviews(versions, path):
    if not versions:
        return [field.required(path)]
    problems, seen = [], set()
    for i, version in enumerate(versions):
        if version in seen:
            problems.append(field.invalid(path.index(i), version, "duplicate version"))
        else:
            problems += [field.invalid(path.index(i), version, text) for text in names.dns1035_label(version)]
        seen.add(version)
    if not seen & set(REVIEW_VERSIONS):
        problems.append(field.invalid(path, versions, "must include at least one of " + ", ".join(REVIEW_VERSIONS)))
    return problems
