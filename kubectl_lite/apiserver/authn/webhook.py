"""Webhook tokens: another server is asked with a TokenReview over HTTPS. Mirrors apiserver/plugin/pkg/authenticator/token/webhook.

Settings: `authentication_webhook`: the server (see outbound/remote.py) and `cacheTTLSeconds`.
"""
from __future__ import annotations

from kubectl_lite.apiserver.outbound import remote
from kubectl_lite.machinery.wire import UserInfo

API_VERSION = "authentication.k8s.io/v1"
CACHE_SECONDS = 120


def authenticate(server, token: str, audiences=()) -> UserInfo | None:
    """The user the other server knows for a token; None when it knows none, cannot be asked, or means another audience."""
    config = server.settings.authentication_webhook
    if not config:
        return None
    wanted = list(audiences) or [server.settings.audience]
    review = {"apiVersion": API_VERSION, "kind": "TokenReview", "metadata": {}, "spec": {"token": token, "audiences": wanted}}
    try:
        status = remote.status(server, config, review, lambda _found: config.get("cacheTTLSeconds", CACHE_SECONDS))
    except remote.CallFailed:
        return None
    if not status.get("authenticated") or status.get("audiences") and not set(status["audiences"]) & set(wanted):
        return None
    user = status.get("user") or {}
    return UserInfo(user.get("username", ""), tuple(user.get("groups") or ()), user.get("uid", ""), user.get("extra") or None)
