"""JSON, merge and strategic merge patches: patch the stored object's document and read the result back as a typed, defaulted object.

Owns the refusals on that way, with the API server's texts; the patches themselves are machinery/patch.
"""
from __future__ import annotations

import json

from kubectl_lite.apiserver import decoding
from kubectl_lite.machinery import errors, field, gofmt
from kubectl_lite.machinery.patch import json as json_patches
from kubectl_lite.machinery.patch import merge, strategic
from kubectl_lite.machinery.patch.errors import BadPatch, Inapplicable, PatchError
from kubectl_lite.machinery.patch.lookup import Lookup
from kubectl_lite.machinery.typenames import json_kind

GO_OPERATIONS, GO_MAP = "[]handlers.jsonPatchOp", "map[string]interface {}"


def body(request):
    """The request's body as a JSON value; BadRequest when it is none."""
    data = request.body
    if not isinstance(data, bytes):  # a str is a JSON value too
        return data
    from kubectl_lite.machinery.wire import APPLY_PATCH
    if request.headers.get("content-type", "").startswith(APPLY_PATCH):
        value, _duplicates = decoding.parse_body(request)
        return value
    try:
        return json.loads(data)
    except ValueError:
        raise errors.bad_request(f"error decoding patch: {json_problem(data)}") from None


def json_problem(data) -> str:
    """Why a text is no JSON, as Go says it."""
    from kubectl_lite.machinery.manifests.gojson import unmarshal_error
    return unmarshal_error(data.decode("utf-8", "replace"))


def json_patch(scope, old: dict, patch) -> dict:
    """The object after a JSON patch."""
    if not isinstance(patch, list):
        raise errors.bad_request(f"error decoding patch: json: cannot unmarshal {json_kind(patch)} into Go value of type {GO_OPERATIONS}")
    for operation in patch:
        if not isinstance(operation, dict):
            raise errors.bad_request(f"error decoding patch: json: cannot unmarshal {json_kind(operation)} into Go value of type handlers.jsonPatchOp")
    if len(patch) > json_patches.MAX_OPERATIONS:
        raise errors.too_large(f"The allowed maximum operations in a JSON patch is {json_patches.MAX_OPERATIONS}, got {len(patch)}")
    patched = attempt(lambda: json_patches.apply(old, patch))
    return read(scope, patched, shown(patched))


def merge_patch(scope, old: dict, patch) -> dict:
    """The object after a JSON merge patch."""
    check_map(patch, "error decoding patch: ")
    patched = merge.apply(old, patch)
    return read(scope, patched, shown(patched))


def strategic_patch(scope, old: dict, patch) -> dict:
    """The object after a strategic merge patch."""
    from kubectl_lite.api import schema
    check_map(patch, "")
    patched = attempt(lambda: strategic.apply(old, patch, Lookup(schema.definition, scope.resource.schema)))
    return read(scope, patched, gofmt.text(patch), converted=True)


def check_map(patch, prefix: str) -> None:
    """BadRequest unless the patch is an object."""
    if not isinstance(patch, dict):
        raise errors.bad_request(f"{prefix}json: cannot unmarshal {json_kind(patch)} into Go value of type {GO_MAP}")


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


def read(scope, document, text: str, converted: bool = False) -> dict:
    """The patched document as a typed object with defaults; Invalid (naming the patch) when it is none.

    `converted`: the document was a Go map, whose conversion has errors of its own.
    """
    resource = scope.resource
    if resource.crd is not None:
        from kubectl_lite.apiserver.crd import serving
        obj, problems = serving.read_patched(scope, document)
    else:
        obj, problems = _typed(scope, document, text, converted)
    _report(scope, problems, text)
    obj["apiVersion"], obj["kind"] = resource.api_version, resource.kind
    obj.setdefault("metadata", {})
    scope.strategy.default(obj)
    return obj


def _typed(scope, document, text, converted):
    from kubectl_lite.api import codec, schema
    name = scope.resource.schema
    kind, version = document.get("kind"), document.get("apiVersion")
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
    mode = scope.request.param("fieldValidation") or "Warn"
    if not problems or mode == "Ignore":
        return
    if mode == "Strict":
        raise refused(text, "strict decoding error: " + ", ".join(problems))
    for problem in problems:
        scope.warn(problem)
