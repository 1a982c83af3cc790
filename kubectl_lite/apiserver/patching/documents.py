"""JSON, merge and strategic merge patches: patch the stored object's document and read the result back as a typed, defaulted object.

Owns the refusals on that way, with the API server's texts; the patches themselves are machinery/patch.
"""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.machinery import errors, field, gofmt
from kubectl_lite.machinery.patch import json as json_patches
from kubectl_lite.machinery.patch import merge, strategic
from kubectl_lite.machinery.patch.errors import BadPatch, Inapplicable, PatchError
from kubectl_lite.machinery.patch.lookup import Lookup
from kubectl_lite.machinery.typenames import json_kind
from kubectl_lite.machinery.wire import APPLY_PATCH, STRATEGIC_PATCH

GO_MAP, GO_OPERATION = "map[string]interface {}", "handlers.jsonPatchOp"
OPERATION_TEXTS = ("op", "path", "from")  # fields of an operation that are strings


class Sent:
    """The body of a patch request: its value, and the texts of its duplicate fields."""
    __slots__ = ("value", "duplicates")

    def __init__(self, value, duplicates=()):
        self.value, self.duplicates = value, duplicates


def body(request) -> Sent:
    """The request's body; BadRequest when it is no JSON (of an apply: no YAML)."""
    data = request.body
    if not isinstance(data, bytes):  # a str is a JSON value too
        return Sent(data)
    from kubectl_lite.machinery import manifests
    from kubectl_lite.machinery.manifests import gojson
    kind, text = request.headers.get("content-type", ""), data.decode("utf-8", "replace")
    if kind.startswith(APPLY_PATCH):
        return _configuration(text)
    try:
        value, paths = gojson.loads(text)
    except manifests.ManifestError as wrong:
        prefix = "" if kind.startswith(STRATEGIC_PATCH) else "error decoding patch: "
        raise errors.bad_request(prefix + (gojson.unmarshal_error(text) or str(wrong))) from None
    return Sent(value, [f'duplicate field "{path}"' for path in paths])


def _configuration(text) -> Sent:
    """The body of an apply: YAML, of which JSON is a part."""
    from kubectl_lite.machinery import manifests
    try:
        value, doubled = manifests.parse_body(text)
        return Sent(value, manifests.doubles(text) if doubled else ())
    except manifests.ManifestError as wrong:
        raise errors.bad_request(f"error decoding YAML: {wrong}") from None


def json_patch(scope, old: dict, sent: Sent) -> dict:
    """The object after a JSON patch."""
    problems = [] if scope.field_validation == "Ignore" else [f"json patch {text}" for text in _check_operations(sent)]
    patch = _operations(sent.value)
    if len(patch) > json_patches.MAX_OPERATIONS:
        raise errors.too_large(f"The allowed maximum operations in a JSON patch is {json_patches.MAX_OPERATIONS}, got {len(patch)}")
    patched = attempt(lambda: json_patches.apply(old, patch))
    return read(scope, patched, shown(patched), problems)


def _check_operations(sent):
    """The texts of fields that no operation has; BadRequest unless the patch is a list of operations."""
    if not isinstance(sent.value, (list, type(None))):
        raise _not_decoded(sent.value, f"value of type []{GO_OPERATION}")
    problems = list(sent.duplicates)
    for i, operation in enumerate(sent.value or ()):
        if not isinstance(operation, (dict, type(None))):
            raise _not_decoded(operation, f"value of type {GO_OPERATION}")
        for name, value in (operation or {}).items():
            if name in OPERATION_TEXTS and not isinstance(value, (str, type(None))):
                raise _not_decoded(value, f"struct field jsonPatchOp.{name} of type string")
            if name not in (*OPERATION_TEXTS, "value"):
                problems.append(f'unknown field "[{i}].{name}"')
    return problems


def _operations(patch):
    """The patch as a list of operations, for which it may not have been taken yet."""
    if not isinstance(patch, (list, type(None))):
        raise _not_decoded(patch, "value of type jsonpatch.Patch", "")
    for operation in patch or ():
        if not isinstance(operation, (dict, type(None))):
            raise _not_decoded(operation, "value of type jsonpatch.Operation", "")
    return patch or []


def _not_decoded(value, place, prefix="error decoding patch: "):
    return errors.bad_request(f"{prefix}json: cannot unmarshal {json_kind(value)} into Go {place}")


def merge_patch(scope, old: dict, sent: Sent) -> dict:
    """The object after a JSON merge patch."""
    if sent.value is not None and scope.field_validation != "Ignore":
        check_map(sent.value, "error decoding patch: ")
    if not isinstance(sent.value, (dict, list)):
        raise errors.bad_request("Invalid JSON Patch")
    patched = merge.apply(old, sent.value)
    return read(scope, patched, shown(patched), sent.duplicates)


def strategic_patch(scope, old: dict, sent: Sent) -> dict:
    """The object after a strategic merge patch."""
    from kubectl_lite.api import schema
    patch = {} if sent.value is None else sent.value
    check_map(patch, "")
    patched = attempt(lambda: strategic.apply(old, patch, Lookup(schema.definition, scope.resource.schema)))
    return read(scope, patched, gofmt.text(patch), sent.duplicates, converted=True)


def check_map(patch, prefix: str) -> None:
    """BadRequest unless the patch is an object."""
    if not isinstance(patch, dict):
        raise _not_decoded(patch, f"value of type {GO_MAP}", prefix)


def attempt(patching):
    """What patching() gives; its refusal as the API server's error."""
    try:
        return patching()
    except BadPatch as e:
        raise errors.bad_request(str(e)) from None
    except Inapplicable:
        raise errors.ApiError(errors.status(422, "Invalid", "the server rejected our request due to an error in our request", {})) from None
    except PatchError as e:
        raise errors.ApiError(errors.status(500, "", str(e))) from None


def shown(document) -> str:
    """A patched document as the server wrote it down for its decoder."""
    from kubectl_lite.machinery.field import go_json
    return go_json(document)


def read(scope, document, text: str, problems=(), converted: bool = False) -> dict:
    """The patched document as a typed object with defaults; Invalid (naming the patch) when it is none.

    `problems`: what was found wrong with the patch's own fields. `converted`: the document was a Go map, whose conversion has errors of its own.
    """
    resource = scope.resource
    if not isinstance(document, dict):
        raise refused(text, f"couldn't get version/kind; json parse error: json: cannot unmarshal {json_kind(document)} into Go value of type {decoding.TYPE_META}")
    if resource.crd is not None:
        from kubectl_lite.apiserver.crd import serving
        obj, more = serving.read_patched(scope, document)
    else:
        obj, more = _typed(scope, document, text, converted)
    _report(scope, [*problems, *more], text)
    obj["apiVersion"], obj["kind"] = resource.api_version, resource.kind
    obj.setdefault("metadata", {})
    scope.strategy.default(obj)
    return obj


def _typed(scope, document, text, converted):
    from kubectl_lite.api import codec, schema
    name = scope.resource.schema
    kind, version = document.get("kind") or scope.resource.kind, document.get("apiVersion")
    if not converted and not version:  # then the text is read into the internal type, whose fields have other names
        return {}, [f'unknown field "{name}"' for name in sorted(document) if name not in ("kind", "apiVersion")]
    if not converted and (kind, version) != (scope.resource.kind, scope.resource.api_version):
        name = schema.for_kind(str(version), str(kind))
        if not name:
            raise refused(text, f'no kind "{kind}" is registered for version "{version}" in scheme "pkg/api/legacyscheme/scheme.go:30"')
    try:
        obj, problems = codec.decode(document, name)
    except errors.ApiError:
        raise refused(text, _why(document, name, converted)) from None
    if name != scope.resource.schema:
        raise refused(text, f"unable to convert {kind} to {scope.resource.kind}")
    return obj, problems


def _why(document, name, converted):
    from kubectl_lite.api import codec_errors
    if converted:
        from kubectl_lite.apiserver.patching import unstructured
        found = unstructured.problem(document, name)
        if found:
            return found
    return codec_errors.diagnose(document, name)[0]


def refused(text: str, why: str) -> errors.ApiError:
    """Invalid, for a patch whose result is no object of the kind."""
    return errors.invalid("", "", [field.invalid(field.Path("patch"), text, why)])


def _report(scope, problems, text):
    """Unknown fields: refuse, warn or keep quiet, as fieldValidation says."""
    mode = scope.field_validation
    if not problems or mode == "Ignore":
        return
    if mode == "Strict":
        raise refused(text, "strict decoding error: " + ", ".join(problems))
    for problem in problems:
        scope.warn(problem)
