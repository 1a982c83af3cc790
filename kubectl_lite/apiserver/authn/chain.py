"""Authentication and impersonation: who makes this request.

A transport that knows its caller has set `request.user`, to the user himself (the local one) or to the certificate that the caller showed;
a bearer token counts before that and is asked of the authenticators in order. Without any of these the caller is anonymous.
"""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.machinery import errors
from kubectl_lite.machinery.wire import ClientCertificate, UserInfo

AUTHENTICATED, UNAUTHENTICATED = "system:authenticated", "system:unauthenticated"
MASTERS = "system:masters"
ANONYMOUS = UserInfo("system:anonymous", (UNAUTHENTICATED,))

APISERVER = UserInfo("system:apiserver", (MASTERS, AUTHENTICATED))  # the server itself, where it asks itself
INVALID = "invalid bearer token"

# Modules with authenticate(server, token, audiences) -> UserInfo | None (or Refused), asked in this order.
TOKEN_AUTHENTICATORS = ("tokenfile", "serviceaccount", "bootstraptoken", "webhook")


def authenticate(server, request) -> UserInfo:
    """The user of a request; Unauthorized for a token nobody knows."""
    header = request.headers.get("authorization", "")
    if header.lower().startswith("bearer "):
        return with_authenticated(_by_token(server, header[7:].strip()))
    user = request.user
    if user is None:
        allowed = server.settings.anonymous
        if allowed is not True and request.path not in (allowed or ()):
            raise errors.unauthorized()
        return ANONYMOUS
    return with_authenticated(_by_certificate(server, user) if isinstance(user, ClientCertificate) else user)


class Refused(Exception):
    """A token that an authenticator knows, and that does not count; str() says why."""


def by_token(server, token: str, audiences=()) -> UserInfo | None:
    """The user that the first authenticator knows for a token; None when nobody knows it."""
    return review(server, token, audiences)[0]


def review(server, token: str, audiences=()) -> tuple:
    """(the user of a token or None, why it does not count)."""
    problems = []
    for name in TOKEN_AUTHENTICATORS:
        try:
            user = import_module(f"kubectl_lite.apiserver.authn.{name}").authenticate(server, token, audiences)
        except Refused as e:
            problems.append(str(e))
            continue
        if user:
            return user, ""
    return None, f"[{', '.join([INVALID, *problems])}]" if problems else INVALID


def _by_token(server, token):
    user = by_token(server, token)
    if user is None:
        raise errors.unauthorized()
    return user


def _by_certificate(server, certificate):
    from kubectl_lite.apiserver.authn import certificate as certificates
    user = certificates.authenticate(server, certificate)
    if user is None:
        raise errors.unauthorized()
    return user


def with_authenticated(user) -> UserInfo:
    """The user with the group of everybody who is known."""
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
