"""update: replace an object by the one in the body. Mirrors apiserver's updateHandler and the generic store's Update.

`change` is shared by every write to an existing object: PUT, all patches and the subresources.
"""
from __future__ import annotations

from kubectl_lite.api.codec_types import shallow
from kubectl_lite.apiserver import aftermath, decoding, ownership, rest, tracing
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.allocation import order as allocation
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.representation import answer
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response

RETRIES = 5
RBAC = "rbac.authorization.k8s.io"  # whose kinds are looked at for escalation


def run(scope, part: str = "") -> Response:
    """PUT of one object, or of its status (or another part that the kind's strategy knows)."""
    check_write(scope, "UpdateOptions")
    obj = tracing.refusable(scope.trace, "decoding", lambda: decoding.read_object(scope))
    scope.strategy.default(obj)
    if scope.tracing:
        scope.trace("decoding", "ok", tracing.changes(decoding.parse_body(scope.request)[0], obj))
    rest.check_identity(scope, obj)
    if not part and scope.strategy.ALLOW_CREATE_ON_UPDATE and not scope.objects.find(scope.resource, scope.namespace, scope.name):
        from kubectl_lite.apiserver.verbs import create
        return Response(201, answer(scope, create.create(scope, obj)))
    updated = change(scope, lambda old: _replacement(scope, obj, old), part, versioned=True)
    return Response(200, answer(scope, updated))


def _replacement(scope, obj, old):
    """A private copy of the body; a uid in it is a precondition, which the storage layer refuses in its own words."""
    rest.check_stored(scope, old, obj["metadata"].get("uid"))
    copy = shallow(obj)
    copy["metadata"] = shallow(obj["metadata"])
    return copy


def change(scope, build, part: str = "", versioned: bool = True, own: bool = True, admit: bool = True, anew: bool = False) -> dict:
    """Read, let build(old) make the new object, prepare, admit, validate, and write it if nobody was faster.

    build gets the stored object (not to be changed) and returns a private new one. A lost race is tried again unless the new
    object names a resourceVersion, which says nothing where build makes it `anew` from what it is given (a patch that names another
    one is refused when it is made again). Returns what is stored now.
    """
    resource = scope.resource
    for attempt in range(RETRIES):
        old = scope.objects.get(resource, scope.namespace, scope.name)
        obj = build(old)
        pinned = versioned and tracing.refusable(scope.trace, "storage", lambda: rest.check_update_version(scope, obj, old)) and not anew
        try:
            return _write(scope, obj, old, part, own, admit)
        except ApiError as e:
            if e.reason != "Conflict" or e.details.get("causes") or pinned or attempt == RETRIES - 1 or errors.MODIFIED not in e.message:
                raise


def _write(scope, obj, old, part, own, admit):
    if own:
        rest.dedup_owner_references(scope, obj)
        ownership.on_update(scope, obj, old)
    if admit:
        admission.admit(scope, "UPDATE", obj, old)
    if scope.resource.group == RBAC:
        from kubectl_lite.apiserver.authz import escalation
        escalation.check(scope, obj, old)
    if part:
        return _validated(scope, obj, old, part, admit, allocation.NOTHING)
    return allocation.insist(scope, obj, lambda: _allocated(scope, obj, old, admit))


def _allocated(scope, obj, old, admit):
    plan = tracing.watching(scope, "allocation", obj, lambda: allocation.on_update(scope, obj, old))
    return _validated(scope, obj, old, "", admit, plan)


def _validated(scope, obj, old, part, admit, plan):
    rest.before_update(scope, obj, old, part)
    if admit:
        admission.validate(scope, "UPDATE", obj, old)
    ownership.settle(obj, old)
    if scope.dry_run:
        tracing.dry(scope)
        return obj
    return tracing.refusable(scope.trace, "storage", lambda: _store(scope, obj, old, part, plan))


def _store(scope, obj, old, part, plan):
    resource, namespace, name = scope.resource, scope.namespace, scope.name
    if _finished_deleting(scope, obj, old):
        plan = allocation.on_delete(scope, old)
        tracing.removed(scope, old, plan.write(lambda beside: scope.objects.delete(resource, namespace, name, old, scope.note(), beside)))
        aftermath.gone(scope, obj)
        return obj
    stored = plan.write(lambda beside: scope.objects.update(resource, namespace, name, obj, old, scope.note(), beside))
    tracing.written(scope, stored, old)
    if not part and stored is not old:
        aftermath.stored(scope, stored)
    return stored


def _finished_deleting(scope, obj, old):
    """An object that is being deleted goes with its last finalizer (ShouldDeleteDuringUpdate)."""
    metadata, was = obj["metadata"], old["metadata"]
    if metadata.get("finalizers") or not metadata.get("deletionTimestamp"):
        return False
    holds = scope.strategy.slot("holds_deletion", _never)
    if holds(obj):
        return False
    if metadata.get("deletionGracePeriodSeconds") is None:
        return bool(was.get("finalizers")) or holds(old)
    return metadata["deletionGracePeriodSeconds"] == 0


def _never(_obj):
    return False
