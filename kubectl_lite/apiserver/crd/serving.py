"""Serving custom objects: bodies decoded by the schema of their version, stored objects presented in the version that is asked for.

Metadata is typed as everywhere; the rest is pruned and defaulted.
"""
from __future__ import annotations

from kubectl_lite.api.structural import defaults, embedded
from kubectl_lite.api.structural.prune import prune
from kubectl_lite.apiserver.crd import conversion, versions
from kubectl_lite.machinery import errors, field

OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


def decode(scope, body: dict) -> tuple[dict, list[str]]:
    """(the object of a request with defaults filled, what strict decoding reports)."""
    schema = versions.schema(scope.resource.crd, scope.resource.version)
    obj, dropped = prune(body, schema)
    defaults.drop_nulls(obj, schema)
    problems = _metadata(scope, obj) + [f'unknown field "{path}"' for path in dropped] + _embedded(scope, obj, schema)
    defaults.fill(obj, schema)
    return obj, problems


def read_patched(scope, document: dict) -> tuple[dict, list[str]]:
    """The same for the result of a patch."""
    return decode(scope, document)


def _metadata(scope, obj):
    """Type the metadata in place; the problems of strict decoding."""
    from kubectl_lite.api import codec
    from kubectl_lite.api import codec_errors
    metadata = obj.get("metadata")
    if metadata is None:
        obj["metadata"] = {}
        return []
    try:
        obj["metadata"], problems = codec.decode(metadata, OBJECT_META)
    except errors.ApiError:
        text = codec_errors.diagnose(metadata, OBJECT_META)[0].replace("Go struct field ObjectMeta.", "Go struct field ObjectMeta.metadata.")
        raise errors.bad_request(f'{scope.resource.kind} in version "{scope.resource.version}" cannot be handled as a {scope.resource.kind}: {text}') from None
    return [p.replace('field "', 'field "metadata.', 1) for p in problems]


def _embedded(scope, obj, schema):
    """Type the kind, version and metadata of the objects inside an object, in place; the problems of strict decoding."""
    problems: list = []
    try:
        for path, inner in embedded.find(obj, schema):
            problems += _typed(path, inner)
    except _Mistyped as e:
        kind, version = scope.resource.kind, scope.resource.version
        raise errors.bad_request(f'{kind} in version "{version}" cannot be handled as a {kind}: {e}') from None
    return problems


class _Mistyped(Exception):
    """An object inside has a field of a wrong type."""


def _typed(path, inner):
    from kubectl_lite.api import codec, codec_errors
    for name in ("apiVersion", "kind"):
        if name in inner and not isinstance(inner[name], str):
            raise _Mistyped(field.invalid(path / name, inner[name], "must be a string"))
    if "metadata" not in inner:
        return []
    try:
        inner["metadata"], problems = codec.decode(inner["metadata"], OBJECT_META)
    except errors.ApiError:
        raise _Mistyped(field.invalid(path / "metadata", inner["metadata"], codec_errors.diagnose(inner["metadata"], OBJECT_META)[0])) from None
    return [p.replace('field "', f'field "{path}.metadata.', 1) for p in problems]


def present(resource, obj: dict, objects=None) -> dict:
    """A stored object as the resource's version shows it: defaults of the storage version, then the other version's fields and defaults."""
    crd = resource.crd
    stored = obj["apiVersion"].rpartition("/")[2]
    shown = _fitted(obj, versions.schema(crd, stored))
    if resource.version != stored:
        shown["metadata"] = obj["metadata"]
        converted = conversion.convert(crd, shown, resource.api_version, objects)
        metadata = converted["metadata"]
        shown = _fitted(converted, versions.schema(crd, resource.version))
        shown["metadata"] = metadata
    else:
        shown["metadata"] = obj["metadata"]
    return shown


def _fitted(obj, schema):
    """A private copy with the fields and the defaults of a schema."""
    fitted, _dropped = prune(obj, schema)
    defaults.fill(fitted, schema)
    return fitted


def to_stored(resource, obj: dict, objects=None) -> dict:
    """An object as it is stored: in the storage version, pruned by its schema."""
    crd = resource.crd
    stored = versions.stored(crd)["name"]
    if resource.version == stored:
        return obj
    converted = conversion.convert(crd, obj, f"{resource.group}/{stored}", objects)
    kept, _dropped = prune(converted, versions.schema(crd, stored))
    return kept


def check_request(scope) -> None:
    """Warn of a deprecated version; Forbidden for creations while the definition is being deleted."""
    crd = scope.resource.crd
    text = versions.deprecation(crd, scope.resource.version)
    if text:
        scope.warn(text)
    if scope.info.verb == "create" and versions.terminating(crd):
        name = scope.request.body["metadata"].get("name", "") if isinstance(scope.request.body, dict) else ""
        raise errors.forbidden(scope.resource.group_resource, name, "create not allowed while custom resource definition is terminating")
