"""SelfSubjectRulesReview: all that the caller may do in a namespace."""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import Response


def create(scope) -> Response:
    """POST of a rules review."""
    review = decoding.read_object(scope)
    namespace = review.setdefault("spec", {}).get("namespace", "")
    if not namespace:
        raise errors.bad_request("no namespace on request")
    rules, incomplete, problem = authz.rules(scope.server, scope.user, namespace)
    review["status"] = {"incomplete": incomplete, "resourceRules": [_resource(r) for r in rules if r.get("resources")],
                        "nonResourceRules": [_other(r) for r in rules if r.get("nonResourceURLs")]}
    if problem:
        review["status"]["evaluationError"] = problem
    return Response(201, review)


def _resource(rule):
    return {key: list(rule[key]) for key in ("verbs", "apiGroups", "resources", "resourceNames") if rule.get(key)}


def _other(rule):
    return {"verbs": list(rule["verbs"]), "nonResourceURLs": list(rule["nonResourceURLs"])}
