"""patch: JSON, merge, strategic merge and apply patches of an object or a part of it. Mirrors apiserver's PatchResource.

Each mechanism turns the stored object into the new one; the rest of the way is that of an update. An apply may create the object.
"""
from __future__ import annotations

from kubectl_lite.apiserver import rest, tracing
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.patching import applied, documents
from kubectl_lite.apiserver.representation import answer
from kubectl_lite.apiserver.verbs.update import change
from kubectl_lite.machinery import errors, field, wire
from kubectl_lite.machinery.wire import Response

# content type -> the function (scope, stored object, patch body) -> new object
MECHANISMS = {
    wire.JSON_PATCH: documents.json_patch,
    wire.MERGE_PATCH: documents.merge_patch,
    wire.STRATEGIC_PATCH: documents.strategic_patch,
    wire.APPLY_PATCH: applied.apply_patch,
}


def run(scope, part: str = "") -> Response:
    """PATCH of one object, or of its status (or another part that the kind's strategy knows)."""
    kind = content_type(scope)
    check_options(scope, kind)
    body = documents.body(scope.request)
    if kind == wire.APPLY_PATCH and not part and not scope.objects.find(scope.resource, scope.namespace, scope.name):
        if scope.tracing:
            scope.trace("patching", f"{kind}: there is no such object yet")
        return Response(201, answer(scope, applied.create(scope, body)))
    mechanism = MECHANISMS[kind]

    def build(old):
        new = tracing.refusable(scope.trace, "patching", lambda: mechanism(scope, old, body))
        if scope.tracing:
            scope.trace("patching", kind, tracing.changes(old, new))
        rest.check_identity(scope, new)
        return new
    return Response(200, answer(scope, change(scope, build, part, own=kind != wire.APPLY_PATCH, anew=True)))


def content_type(scope) -> str:
    """The patch's media type; UnsupportedMediaType with the list of those that the resource takes."""
    kind = scope.request.headers.get("content-type", "").partition(";")[0].strip()
    accepted = [k for k in (wire.JSON_PATCH, wire.MERGE_PATCH, wire.STRATEGIC_PATCH, wire.APPLY_PATCH) if not (scope.resource.crd and k == wire.STRATEGIC_PATCH)]
    if kind not in accepted:
        raise errors.unsupported_media_type("the body of the request was in an unknown format - accepted media types include: " + ", ".join(accepted))
    return kind


def check_options(scope, kind: str) -> None:
    """Validate the PatchOptions: force belongs to apply, which needs a manager."""
    request, problems = scope.request, []
    if kind != wire.APPLY_PATCH:
        if request.query.get("force"):
            problems.append(field.forbidden(field.Path("force"), "may not be specified for non-apply patch"))
    elif not request.param("fieldManager"):
        problems.append(field.required(field.Path("fieldManager"), "is required for apply patch"))
    check_write(scope, "PatchOptions", problems)


def run_scale(scope) -> Response:
    """PATCH of an object's scale: the patch is one of the Scale, its owner one of the object's replicas."""
    from kubectl_lite.apiserver.subresources import scale
    kind = content_type(scope)
    check_options(scope, kind)
    body, mechanism = documents.body(scope.request), MECHANISMS[kind]
    return Response(200, scale.write(scope, lambda view, old: mechanism(view, old, body), own=kind != wire.APPLY_PATCH))
