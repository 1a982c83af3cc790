"""delete: graceful deletion, finalizers, propagation, preconditions. Mirrors rest.BeforeDelete and the generic store's Delete."""
from __future__ import annotations

from kubectl_lite.apiserver import aftermath, rest, tracing
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.allocation import order as allocation
from kubectl_lite.apiserver.options import delete_options
from kubectl_lite.apiserver.representation import answer
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.env import format_time, parse_time
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import Response

ORPHAN, FOREGROUND = "orphan", "foregroundDeletion"
RETRIES = 5


def run(scope) -> Response:
    """DELETE of one object."""
    from kubectl_lite.apiserver.decoding import parse_body
    scope.request.body = parse_body(scope.request)[0]
    options = delete_options(scope.request)
    scope.dry_run = bool(options.dry_run)
    warn_of_orphans(scope, options)
    scope.strategy.slot("check_delete", _nothing)(scope.name)
    obj, done = remove(scope, scope.name, options)
    code = 202 if not done and options.orphan is False else 200
    if done and not scope.strategy.RETURN_DELETED_OBJECT:
        return Response(200, success(scope.resource, obj))
    return Response(code, answer(scope, obj))


def warn_of_orphans(scope, options) -> None:
    """Kinds whose dependents are left behind unless a client says otherwise may say so."""
    if options.propagation is None and options.orphan is None and scope.strategy.slot("ORPHAN_WARNING"):
        scope.warn(scope.strategy.slot("ORPHAN_WARNING"))


def _nothing(_name):
    pass


def success(resource, obj: dict) -> dict:
    """The Status that says an object is gone."""
    details = {"name": obj["metadata"]["name"], "kind": resource.name, "uid": obj["metadata"]["uid"]}
    if resource.group:
        details["group"] = resource.group
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}


def remove(scope, name: str, options, admit: bool = True) -> tuple[dict, bool]:
    """Delete one object as the options say: (the object as it is now or last was, whether it is gone). A lost race is tried again."""
    scope.dry_run = scope.dry_run or bool(options.dry_run)
    for attempt in range(RETRIES):
        old = scope.objects.get(scope.resource, scope.namespace, name)
        try:
            rest.check_preconditions(scope, old, options.uid, options.resource_version)
            if admit:
                admission.admit(scope, "DELETE", None, old, options)
                admission.validate(scope, "DELETE", None, old, options)
            return _remove(scope, name, old, options)
        except ApiError as e:
            if e.reason != "Conflict" or errors.MODIFIED not in e.message or attempt == RETRIES - 1:
                raise


def _remove(scope, name, old, options):
    marker = scope.strategy.slot("begin_delete")
    if marker:
        marked = marker(_copy(old), scope.env)
        if marked is not None:
            return _write(scope, name, _with_propagation(scope, marked, options), old), False
    obj = _with_propagation(scope, _copy(old), options)
    graceful, pending = mark_graceful(scope, obj, options)
    if pending:
        return old, False
    if not graceful and obj["metadata"].get("finalizers"):
        _mark_deleting(obj, scope.env)
        return _write(scope, name, obj, old), False
    if graceful and (options.grace > 0 or obj["metadata"].get("finalizers")):
        return _write(scope, name, obj, old), False
    if scope.dry_run:
        tracing.dry(scope)
    else:
        plan = allocation.on_delete(scope, old)
        tracing.removed(scope, old, plan.write(lambda beside: scope.objects.delete(scope.resource, scope.namespace, name, old, scope.note(), beside)))
        aftermath.gone(scope, old)
    return obj if graceful else old, True


def _copy(old):
    return {**old, "metadata": dict(old["metadata"])}


def _write(scope, name, obj, old):
    if scope.dry_run:
        tracing.dry(scope)
        return obj
    marked = scope.objects.update(scope.resource, scope.namespace, name, obj, old, scope.note())
    tracing.written(scope, marked, old)
    aftermath.marked(scope, marked)
    return marked


def mark_graceful(scope, obj: dict, options) -> tuple[bool, bool]:
    """(graceful, pending): whether the kind deletes this object in two steps, and whether it already is in the first of them.

    Sets deletionTimestamp and deletionGracePeriodSeconds; may only shorten a period that runs.
    """
    check = scope.strategy.check_graceful_delete
    if check is None:
        return False, False
    metadata = obj["metadata"]
    if "deletionTimestamp" in metadata:
        return _shorten(metadata, options)
    grace = {"gracePeriodSeconds": options.grace}
    if not check(obj, grace, scope.env.now()):
        return False, False
    options.grace = grace["gracePeriodSeconds"]
    metadata["deletionTimestamp"] = format_time(scope.env.now() + options.grace)
    metadata["deletionGracePeriodSeconds"] = options.grace
    if metadata.get("generation"):
        metadata["generation"] += 1
    return True, False


def _shorten(metadata, options):
    running = metadata.get("deletionGracePeriodSeconds")
    if not running:
        return False, False
    if options.grace is None or options.grace >= running:
        return False, True
    metadata["deletionTimestamp"] = format_time(parse_time(metadata["deletionTimestamp"]) - running + options.grace)
    metadata["deletionGracePeriodSeconds"] = options.grace
    return True, False


def _mark_deleting(obj, env):
    """markAsDeleting: for objects that wait for their finalizers without a grace period."""
    metadata = obj["metadata"]
    now = env.timestamp()
    if metadata.get("generation") and "deletionTimestamp" not in metadata:
        metadata["generation"] += 1
    if metadata.get("deletionTimestamp", "9") > now:
        metadata["deletionTimestamp"] = now
    metadata["deletionGracePeriodSeconds"] = 0


def _with_propagation(scope, obj, options):
    """The finalizers of garbage collection as the propagation policy asks."""
    finalizers = obj["metadata"].get("finalizers") or []
    wanted = [f for f in finalizers if f not in (ORPHAN, FOREGROUND)]
    if _orphans(scope, finalizers, options):
        wanted.append(ORPHAN)
    if _foreground(finalizers, options):
        wanted.append(FOREGROUND)
    if sorted(wanted) != sorted(finalizers):
        obj["metadata"]["finalizers"] = wanted
        if not wanted:
            del obj["metadata"]["finalizers"]
    return obj


def _orphans(scope, finalizers, options):
    if options.orphan is not None:
        return options.orphan
    if options.propagation is not None:
        return options.propagation == "Orphan"
    return ORPHAN in finalizers or scope.strategy.DEFAULT_GC == "orphan" and FOREGROUND not in finalizers


def _foreground(finalizers, options):
    if options.orphan is not None:
        return False
    if options.propagation is not None:
        return options.propagation == "Foreground"
    return FOREGROUND in finalizers
