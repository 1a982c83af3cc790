"""Server-side apply: the applied configuration merged into the stored object, or made into a new one. Mirrors applyPatcher."""
from __future__ import annotations

from kubectl_lite.apiserver import ownership, rest
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError


def apply_patch(scope, old: dict, config) -> dict:
    """The stored object with the configuration applied: typed, defaulted, its managedFields settled."""
    return _result(scope, old, _checked(scope, config))


def create(scope, config) -> dict:
    """Create the object that an apply names; what can be said of an update holds here too."""
    from kubectl_lite.apiserver.verbs import create as creation
    from kubectl_lite.apiserver.verbs.patch import check_identity
    obj = _result(scope, None, _checked(scope, config))
    check_identity(scope, obj)
    if obj["metadata"].get("uid"):
        raise errors.conflict(scope.resource.group_resource, scope.name,
                              f"uid mismatch: the provided object specified uid {obj['metadata']['uid']}, and no existing object was found")
    if scope.resource.namespaced:
        obj["metadata"]["namespace"] = scope.namespace
    obj["metadata"].pop("resourceVersion", None)
    rest.dedup_owner_references(scope, obj)
    return creation.create(scope, obj, own=False)


def _checked(scope, config):
    if not isinstance(config, dict):
        raise errors.bad_request("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                                 f"{_json_kind(config)} into Go value of type map[string]interface {{}}")
    return config


def _json_kind(value):
    from kubectl_lite.machinery.typenames import json_kind
    return json_kind(value)


def _result(scope, old, config):
    merged = ownership.apply(scope, old, config, scope.request.flag("force"))
    obj = _typed(scope, merged, config)
    obj["apiVersion"], obj["kind"] = scope.resource.api_version, scope.resource.kind
    if "managedFields" in merged["metadata"]:
        obj["metadata"]["managedFields"] = merged["metadata"]["managedFields"]
    scope.strategy.default(obj)
    return obj


def _typed(scope, merged, config):
    """The merged value as the typed object it is; 500 with the converter's text when it is none, as the field manager says it."""
    if scope.resource.crd is not None:
        from kubectl_lite.apiserver.crd import serving
        return serving.read_patched(scope, merged)[0]
    from kubectl_lite.api import codec
    from kubectl_lite.apiserver.patching import unstructured
    document = {**merged, "metadata": {k: v for k, v in merged["metadata"].items() if k != "managedFields"}}
    try:
        return codec.decode(document, scope.resource.schema)[0]
    except ApiError:
        from kubectl_lite.machinery.managedfields.manager import object_text
        why = unstructured.problem(document, scope.resource.schema)
        raise ApiError(errors.status(500, "", f"failed to convert new typed object ({object_text(config)}) to object: {why}")) from None
