"""SubjectAccessReview, SelfSubjectAccessReview, LocalSubjectAccessReview: may somebody do something, and which rule says so."""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.wire import Response, UserInfo

SPEC = field.Path("spec")


def create(scope) -> Response:
    """POST of an access review."""
    review = decoding.read_object(scope)
    kind, spec = scope.resource.kind, review.setdefault("spec", {})
    problems = _problems(kind, spec)
    if not problems and kind == "LocalSubjectAccessReview":
        problems = _local_problems(scope, review, spec)
    if problems:
        raise errors.invalid(scope.resource.group_kind, "", problems)
    allowed, reason = authz.decide(scope.server, _question(scope, kind, spec))
    review["status"] = {"allowed": allowed, **({"reason": reason} if reason else {})}
    return Response(201, review)


def _problems(kind, spec):
    resource, other = spec.get("resourceAttributes"), spec.get("nonResourceAttributes")
    problems = []
    if resource is not None and other is not None:
        shown = {"Path": other.get("path", ""), "Verb": other.get("verb", "")}
        problems.append(field.invalid(SPEC / "nonResourceAttributes", shown, "cannot be specified in combination with resourceAttributes"))
    if resource is None and other is None:
        problems.append(field.invalid(SPEC / "resourceAttributes", None, "exactly one of nonResourceAttributes or resourceAttributes must be specified"))
    if kind != "SelfSubjectAccessReview" and not spec.get("user") and not spec.get("groups"):
        problems.append(field.invalid(SPEC / "user", spec.get("user", ""), "at least one of user or group must be specified"))
    return problems


def _local_problems(scope, review, spec):
    attributes, path = spec.get("resourceAttributes") or {}, SPEC.child("resourceAttributes", "namespace")
    if attributes.get("namespace", "") != scope.info.namespace:
        return [field.invalid(path, attributes.get("namespace", ""), "must match metadata.namespace")]
    if "nonResourceAttributes" in spec:
        return [field.invalid(SPEC / "nonResourceAttributes", spec["nonResourceAttributes"], "disallowed on this kind of request")]
    return []


def _question(scope, kind, spec):
    user = scope.user if kind == "SelfSubjectAccessReview" else UserInfo(spec.get("user", ""), spec.get("groups") or (), spec.get("uid", ""), spec.get("extra"))
    if "nonResourceAttributes" in spec:
        other = spec["nonResourceAttributes"]
        return Attributes(user, other.get("verb", ""), path=other.get("path", ""))
    a = spec["resourceAttributes"]
    return Attributes(user, a.get("verb", ""), a.get("group", ""), a.get("version", ""), a.get("resource", ""), a.get("subresource", ""),
                      a.get("namespace", ""), a.get("name", ""))
