"""SelfSubjectReview: who the API server thinks the caller is."""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.machinery.wire import Response


def user_info(user) -> dict:
    """authentication.k8s.io/v1 UserInfo of a user."""
    info = {"username": user.name}
    if user.uid:
        info["uid"] = user.uid
    if user.groups:
        info["groups"] = list(user.groups)
    if user.extra:
        info["extra"] = {k: list(v) for k, v in user.extra.items()}
    return info


def create(scope) -> Response:
    """POST of a self review."""
    review = decoding.read_object(scope)
    review["metadata"] = {**review.get("metadata", {}), "creationTimestamp": scope.env.timestamp()}
    review["status"] = {"userInfo": user_info(scope.user)}
    return Response(201, review)
