"""create: decode, own, admit, prepare, validate, admit again, store. Mirrors apiserver's createHandler and the generic store's Create."""
from __future__ import annotations

from kubectl_lite.apiserver import aftermath, decoding, ownership, rest, tracing
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.allocation import order as allocation
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.representation import answer
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response

GENERATED_NAME_TRIES = 8
RBAC = "rbac.authorization.k8s.io"  # whose kinds are looked at for escalation


def run(scope) -> Response:
    """POST to a collection."""
    check_write(scope, "CreateOptions")
    obj = tracing.refusable(scope.trace, "decoding", lambda: decoding.read_object(scope))
    scope.strategy.default(obj)
    if scope.tracing:
        scope.trace("decoding", "ok", tracing.changes(decoding.parse_body(scope.request)[0], obj))
    place(scope, obj)
    created = create(scope, obj)
    return Response(201, answer(scope, created))


def place(scope, obj: dict) -> None:
    """Put the object into the request's namespace; BadRequest when it names another one."""
    metadata = obj.setdefault("metadata", {})
    if scope.resource.namespaced and not scope.namespace:
        raise errors.bad_request("an empty namespace may not be set during creation")
    for key in ("creationTimestamp", "uid", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"):  # the server's own, in which nobody has a part
        metadata.pop(key, None)
    rest.ensure_namespace(scope, metadata)


def create(scope, obj: dict, own: bool = True) -> dict:
    """Take a decoded object all the way into the store (or, on a dry run, just before it); a taken generated name is drawn again.

    `own`: record the writer's fields; an apply has done so already.
    """
    generated = bool(obj["metadata"].get("generateName")) and not obj["metadata"].get("name")
    rest.dedup_owner_references(scope, obj)
    if own:
        ownership.on_create(scope, obj)
    admission.admit(scope, "CREATE", obj, None)
    if scope.resource.group == RBAC:
        from kubectl_lite.apiserver.authz import escalation
        escalation.check(scope, obj)
    for attempt in range(GENERATED_NAME_TRIES):
        try:
            return allocation.insist(scope, obj, lambda: _store(scope, obj))
        except ApiError as e:
            if not generated or e.reason != "AlreadyExists":
                raise
            if attempt == GENERATED_NAME_TRIES - 1:
                raise errors.generate_name_conflict(scope.resource.group_resource, obj["metadata"]["name"]) from None
            del obj["metadata"]["name"]


def _store(scope, obj):
    plan = tracing.watching(scope, "allocation", obj, lambda: allocation.on_create(scope, obj))
    version = obj["metadata"].pop("resourceVersion", "")
    rest.before_create(scope, obj)
    if scope.info.verb != "create":
        _authorize(scope)
    name, namespace = obj["metadata"]["name"], scope.namespace
    admission.validate(scope, "CREATE", obj, None)
    if scope.dry_run:
        tracing.dry(scope)
        return _as_if_created(scope, namespace, name, obj)
    if version.isascii() and version.isdigit() and int(version):  # what is no number counts as none here
        raise errors.internal_text("resourceVersion should not be set on objects to be created")
    created = tracing.refusable(scope.trace, "storage", lambda: plan.write(lambda beside: _create(scope, namespace, name, obj, beside)))
    tracing.written(scope, created)
    aftermath.stored(scope, created)
    return created


def _authorize(scope):
    """An update or an apply that creates its object needs the right to create it, too."""
    from kubectl_lite.apiserver.authz import attributes, chain
    allowed, reason, problem = chain.ask(scope.server, attributes.of_request(scope.user, scope.info).by(scope.user, "create"))
    if not allowed:
        raise errors.internal(problem) if problem else errors.forbidden(scope.resource.group_resource, scope.name, reason)


def _create(scope, namespace, name, obj, beside):
    """Store it; a few kinds read back a little differently from what a dry run answers."""
    at_rest = scope.strategy.slot("at_rest")
    return scope.objects.create(scope.resource, namespace, name, at_rest(obj) if at_rest else obj, scope.note(), beside)


def _as_if_created(scope, namespace, name, obj):
    if scope.objects.find(scope.resource, namespace, name):
        raise errors.already_exists(scope.resource.group_resource, name)
    return obj
