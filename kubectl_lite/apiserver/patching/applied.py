"""Server-side apply: the applied configuration merged into the stored object, or made into a new one. Mirrors applyPatcher."""
from __future__ import annotations

from kubectl_lite.apiserver import ownership, rest
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.typenames import json_kind


def apply_patch(scope, old: dict, sent) -> dict:
    """The stored object with the configuration applied: typed, defaulted, its managedFields settled."""
    config = _checked(sent.value)
    obj = _result(scope, old, config)
    _report(scope, sent.duplicates)
    return obj


def create(scope, sent) -> dict:
    """Create the object that an apply names; what can be said of an update holds here too."""
    from kubectl_lite.apiserver.verbs import create as creation
    obj = apply_patch(scope, None, sent)
    if obj["metadata"].get("uid"):
        raise errors.conflict(scope.resource.group_resource, scope.name,
                              f"uid mismatch: the provided object specified uid {obj['metadata']['uid']}, and no existing object was found")
    rest.check_identity(scope, obj)
    obj["metadata"].pop("resourceVersion", None)
    rest.dedup_owner_references(scope, obj)
    return creation.create(scope, obj, own=False)


def _report(scope, duplicates):
    """Doubles in the configuration: refuse, warn or keep quiet, as fieldValidation says."""
    for text in duplicates if scope.field_validation != "Ignore" else ():
        if scope.field_validation == "Strict":
            raise errors.bad_request(f"error strict decoding YAML: error converting YAML to JSON: {text}")
        scope.warn(f"error converting YAML to JSON: {text}")


def _checked(config):
    """The configuration, an object (none is an empty one)."""
    if config is None:
        return {}
    if not isinstance(config, dict):
        raise errors.bad_request("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                                 f"{json_kind(config)} into Go value of type map[string]interface {{}}")
    return config


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
