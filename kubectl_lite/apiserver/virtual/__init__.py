"""Virtual resources: served but not stored. VIRTUAL says which module answers; it has create(scope) or read(scope, name) ("" reads all)."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.machinery import errors

# (group, plural): module of this package
VIRTUAL = {
    ("", "bindings"): "bindings",
    ("", "componentstatuses"): "componentstatuses",
    ("authentication.k8s.io", "selfsubjectreviews"): "self_subject_reviews",
    ("authentication.k8s.io", "tokenreviews"): "token_reviews",
    ("authorization.k8s.io", "localsubjectaccessreviews"): "access_reviews",
    ("authorization.k8s.io", "selfsubjectaccessreviews"): "access_reviews",
    ("authorization.k8s.io", "selfsubjectrulesreviews"): "rules_reviews",
    ("authorization.k8s.io", "subjectaccessreviews"): "access_reviews",
}


def run(scope):
    """Answer a request for a virtual resource."""
    module = import_module(f"kubectl_lite.apiserver.virtual.{VIRTUAL[scope.resource.group, scope.resource.name]}")
    if scope.info.verb == "create":
        return module.create(scope)
    if scope.info.verb in ("get", "list"):
        return module.read(scope, scope.name)
    raise errors.method_not_allowed()
