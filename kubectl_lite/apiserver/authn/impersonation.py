"""Impersonation: the Impersonate-User/-Group/-Uid/-Extra-* headers, each of which the caller must be allowed to use.

Mirrors apiserver's endpoints/filters/impersonation. The modes are asked in order, the first that allows it decides who one becomes: the
constrained ones (`impersonate:MODE` the user and `impersonate-on:MODE:VERB` what is then done), and the older right to `impersonate`.
Kubernetes remembers which mode a caller was last successful with and asks that one first, whose refusal is then the answer; here nothing
is remembered between commands, so whoever holds rights of the older form is taken to have used them.

Header values that repeat (groups, extra) are lists of strings.
"""
from __future__ import annotations

from urllib.parse import unquote

from kubectl_lite.apiserver import requestinfo
from kubectl_lite.apiserver.authn import impersonationmodes as modes
from kubectl_lite.apiserver.authn.chain import ANONYMOUS, AUTHENTICATED, UNAUTHENTICATED
from kubectl_lite.apiserver.authz import rbac
from kubectl_lite.apiserver.authz.attributes import of_request
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.wire import UserInfo

EXTRA = "impersonate-extra-"


def impersonate(server, request, user) -> UserInfo:
    """The impersonated user; Forbidden with what the mode that was asked first lacks."""
    wanted = _wanted(request.headers)
    question, refusal = of_request(user, requestinfo.parse(request)), None
    for mode in _in_order(server, user):
        if mode.concerns(wanted, user):
            try:
                return _completed(mode.become(server, question, wanted))
            except ApiError as e:
                refusal = refusal or e
    raise refusal


def _wanted(headers):
    """The user that the headers ask for, as they have it."""
    name, uid, groups = headers.get("impersonate-user", ""), headers.get("impersonate-uid", ""), _values(headers.get("impersonate-group"))
    extra = {unquote(k[len(EXTRA):].lower()): _values(v) for k, v in headers.items() if k.startswith(EXTRA)}
    if not name:
        shown = (f'&user.DefaultInfo{{Name:"", UID:{go_quote(uid)}, Groups:{_go_strings(groups)}, '
                 f"Extra:map[string][]string{_go_map(extra)}}}")
        raise errors.bad_request(f"requested {shown} without impersonating a user name")
    return UserInfo(name, groups, uid, extra)


def _values(header):
    if not header:
        return []
    return [header] if isinstance(header, str) else list(header)


def _go_strings(values):
    return f"[]string{{{', '.join(map(go_quote, values))}}}" if values else "[]string(nil)"


def _go_map(extra):
    return f"{{{', '.join(f'{go_quote(key)}:{_go_strings(values)}' for key, values in sorted(extra.items()))}}}" if extra else "(nil)"


def _in_order(server, user):
    """The modes, that of a caller with rights of the older form first."""
    held = (rule.get("verbs") or () for rule, _ in rbac.rules_for(server, user, ""))
    return modes.MODES if not any("impersonate" in verbs for verbs in held) else (modes.LEGACY, *modes.CONSTRAINED)


def _completed(user):
    """The user with the group of all that are known, or of all that are not."""
    groups = user.groups
    if user.name == ANONYMOUS.name:
        groups = groups if UNAUTHENTICATED in groups else (*groups, UNAUTHENTICATED)
    elif UNAUTHENTICATED not in groups and AUTHENTICATED not in groups:
        groups = (*groups, AUTHENTICATED)
    return UserInfo(user.name, groups, user.uid, user.extra)
