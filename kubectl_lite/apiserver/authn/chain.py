"""Authentication and impersonation: who makes this request.

A transport that knows its caller (the local one, a client certificate) has set `request.user`; otherwise the bearer token says,
by the authenticators in order; without one the caller is anonymous.
"""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import UserInfo

AUTHENTICATED, UNAUTHENTICATED = "system:authenticated", "system:unauthenticated"
MASTERS = "system:masters"
ANONYMOUS = UserInfo("system:anonymous", (UNAUTHENTICATED,))

# Modules with authenticate(server, token) -> UserInfo | None, asked in this order.
TOKEN_AUTHENTICATORS = ("serviceaccount",)


def authenticate(server, request) -> UserInfo:
    """The user of a request; Unauthorized for a token nobody knows."""
    header = request.headers.get("authorization", "")
    if header.lower().startswith("bearer "):
        return _with_authenticated(_by_token(server, header[7:].strip()))
    return _with_authenticated(request.user) if request.user else ANONYMOUS


def _by_token(server, token):
    for name in TOKEN_AUTHENTICATORS:
        user = import_module(f"kubectl_lite.apiserver.authn.{name}").authenticate(server, token)
        if user:
            return user
    raise errors.unauthorized()


def _with_authenticated(user):
    if AUTHENTICATED in user.groups or UNAUTHENTICATED in user.groups:
        return user
    return UserInfo(user.name, (*user.groups, AUTHENTICATED), user.uid, user.extra)


def impersonate(server, request, user) -> UserInfo:
    """The user a request wants to act as (Impersonate-* headers), if the caller may."""
    headers = request.headers
    if not any(name.startswith("impersonate-") for name in headers):
        return user
    from kubectl_lite.apiserver.authn import impersonation
    return impersonation.impersonate(server, request, user)
