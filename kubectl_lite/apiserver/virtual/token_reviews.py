"""TokenReview: whom a token speaks for."""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.authn import chain, serviceaccount
from kubectl_lite.apiserver.virtual.self_subject_reviews import user_info
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import Response


def create(scope) -> Response:
    """POST of a token review."""
    review = decoding.read_object(scope)
    spec = review.setdefault("spec", {})
    if not spec.get("token"):
        raise errors.bad_request("token is required for TokenReview in authentication")
    user, problem = chain.review(scope.server, spec["token"], spec.get("audiences") or ())
    if user is None:
        review["status"] = {"user": {}, "error": problem}
    else:
        review["status"] = {"authenticated": True, "user": user_info(chain.with_authenticated(user)), "audiences": _audiences(scope.server, spec)}
    return Response(201, review)


def _audiences(server, spec):
    """Those of the asked audiences that the token is for."""
    meant = serviceaccount.audiences(server, spec["token"]) or [server.settings.audience]
    return [audience for audience in spec.get("audiences") or [server.settings.audience] if audience in meant]
