"""Impersonation: the Impersonate-User/-Group/-Uid/-Extra-* headers, each of which the caller must be allowed to use.

Header values that repeat (groups, extra) are lists of strings.
"""
from __future__ import annotations

from urllib.parse import unquote

from kubectl_lite.apiserver import requestinfo
from kubectl_lite.apiserver.authn.chain import AUTHENTICATED, UNAUTHENTICATED
from kubectl_lite.apiserver.authz.attributes import Attributes
from kubectl_lite.apiserver.authz import chain as authz
from kubectl_lite.machinery.wire import UserInfo

API_VERSION = "authentication.k8s.io/v1"
EXTRA = "impersonate-extra-"
SERVICE_ACCOUNT = "system:serviceaccount:"


def impersonate(server, request, user) -> UserInfo:
    """The impersonated user; Forbidden names the first thing the caller may not impersonate."""
    headers = request.headers
    name = headers.get("impersonate-user", "")
    groups, uid = _values(headers.get("impersonate-group")), headers.get("impersonate-uid", "")
    extra = {unquote(k[len(EXTRA):].lower()): _values(v) for k, v in headers.items() if k.startswith(EXTRA)}
    if not name:
        raise authz.failed(requestinfo.parse(request), f"requested {_references(groups, uid, extra)} without impersonating a user")
    for attributes in _asked(user, name, groups, uid, extra):
        authz.require(server, attributes)
    return UserInfo(name, _completed(name, groups), uid, extra)


def _asked(user, name, groups, uid, extra):
    """One access question for everything that is to be impersonated, in Kubernetes' order."""
    if name.startswith(SERVICE_ACCOUNT) and name.count(":") == 3:
        _, _, namespace, account = name.split(":")
        yield Attributes(user, "impersonate", resource="serviceaccounts", namespace=namespace, name=account)
    else:
        yield Attributes(user, "impersonate", resource="users", name=name)
    for group in groups:
        yield Attributes(user, "impersonate", resource="groups", name=group)
    for key, values in extra.items():
        for value in values:
            yield Attributes(user, "impersonate", group="authentication.k8s.io", version="v1", resource="userextras", subresource=key, name=value)
    if uid:
        yield Attributes(user, "impersonate", group="authentication.k8s.io", version="v1", resource="uids", name=uid)


def _completed(name, groups):
    """Groups that come with the name: those of a service account, and authenticated or unauthenticated."""
    if name.startswith(SERVICE_ACCOUNT) and not groups and name.count(":") == 3:
        groups = ["system:serviceaccounts", f"system:serviceaccounts:{name.split(':')[2]}"]
    if AUTHENTICATED in groups or UNAUTHENTICATED in groups:
        return tuple(groups)
    return (*groups, UNAUTHENTICATED if name == "system:anonymous" else AUTHENTICATED)


def _references(groups, uid, extra):
    """What was asked for, as Go prints its list of ObjectReferences."""
    found = [f"{{Group  {group}    }}" for group in groups]
    found += [f"{{UserExtra  {value}  {API_VERSION}  {key}}}" for key, values in extra.items() for value in values]
    found += [f"{{UID  {uid}  {API_VERSION}  }}"] if uid else []
    return "[" + " ".join(found) + "]"


def _values(header):
    if not header:
        return []
    return [header] if isinstance(header, str) else list(header)
