"""SubjectAccessReview, SelfSubjectAccessReview, LocalSubjectAccessReview: may somebody do something, and which rule says so."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.apiserver import decoding, ownership
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.apiserver.virtual import reviewselectors
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.wire import Response, UserInfo

SPEC = field.Path("spec")


def create(scope) -> Response:
    """POST of an access review."""
    review = decoding.read_object(scope)
    kind, spec = scope.resource.kind, review.setdefault("spec", {})
    problems = _problems(kind, spec) + _metadata(scope, kind, review)
    if kind == "LocalSubjectAccessReview":
        problems += _local_problems(scope, spec)
    if problems:
        raise errors.invalid("." + scope.resource.group, "", problems)  # Kubernetes names no kind here
    question = _question(scope, kind, spec)
    verdict, reason, problem = authz.judge(scope.server, question)
    if scope.tracing:
        _tell(scope, question, verdict, reason)
    problem = authz.together([*([problem] if problem else []), *reviewselectors.unread(spec.get("resourceAttributes") or {})])
    review["status"] = {"allowed": verdict is True, **({"denied": True} if verdict is False else {}), **({"reason": reason} if reason else {}),
                        **({"evaluationError": problem} if problem else {})}
    return Response(201, review)


def _tell(scope, question, verdict, reason):
    """Tell the trace what the review does not say: which rules came near."""
    from kubectl_lite.apiserver.authz import near
    from kubectl_lite.apiserver.authz.attributes import refusal
    if verdict is True:
        scope.trace("review", "allowed" + (f": {reason}" if reason else ""))
    else:
        scope.trace("review", f"refused: {refusal(question)}", near.explain(scope.server, question))


def _problems(kind, spec):
    resource, other = spec.get("resourceAttributes"), spec.get("nonResourceAttributes")
    problems = []
    if resource is not None and other is not None:
        shown = internal.value(other, "io.k8s.api.authorization.v1.NonResourceAttributes")
        problems.append(field.invalid(SPEC / "nonResourceAttributes", shown, "cannot be specified in combination with resourceAttributes"))
    if resource is None and other is None:
        problems.append(field.invalid(SPEC / "resourceAttributes", None, "exactly one of nonResourceAttributes or resourceAttributes must be specified"))
    if kind != "SelfSubjectAccessReview" and not spec.get("user") and not spec.get("groups"):
        problems.append(field.invalid(SPEC / "user", spec.get("user", ""), "at least one of user or group must be specified"))
    return problems + reviewselectors.problems(resource or {}, SPEC / "resourceAttributes")


def _metadata(scope, kind, review):
    """A review has no metadata of its own but what the server writes, and the namespace of a local one."""
    metadata = review.setdefault("metadata", {})
    local = kind == "LocalSubjectAccessReview"
    for name in ("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "uid", *(() if local else ("namespace",))):
        metadata.pop(name, None)
    ownership.on_create(scope, review)
    allowed = ("managedFields", "namespace") if local else ("managedFields",)
    if all(name in allowed for name in metadata):
        return []
    return [field.invalid("metadata", internal.value(metadata, internal.OBJECT_META), "must be empty except for namespace" if local else "must be empty")]


def _local_problems(scope, spec):
    attributes, other = spec.get("resourceAttributes"), spec.get("nonResourceAttributes")
    problems = []
    if attributes is not None and attributes.get("namespace", "") != scope.info.namespace:
        problems.append(field.invalid(SPEC.child("resourceAttributes", "namespace"), attributes.get("namespace", ""), "must match metadata.namespace"))
    if other is not None:
        shown = internal.value(other, "io.k8s.api.authorization.v1.NonResourceAttributes")
        problems.append(field.invalid(SPEC / "nonResourceAttributes", shown, "disallowed on this kind of request"))
    return problems


def _question(scope, kind, spec):
    user = scope.user if kind == "SelfSubjectAccessReview" else UserInfo(spec.get("user", ""), spec.get("groups") or (), spec.get("uid", ""), spec.get("extra"))
    if "nonResourceAttributes" in spec:
        other = spec["nonResourceAttributes"]
        return Attributes(user, other.get("verb", ""), path=other.get("path", ""))
    a = spec["resourceAttributes"]
    return Attributes(user, a.get("verb", ""), a.get("group", ""), a.get("version", ""), a.get("resource", ""), a.get("subresource", ""),
                      a.get("namespace", ""), a.get("name", ""), field_selector=reviewselectors.field_selector(a.get("fieldSelector") or {}))
