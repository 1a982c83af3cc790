"""Bootstrap tokens: `id.secret` of a Secret bootstrap-token-ID in kube-system. Mirrors plugin/pkg/auth/authenticator/token/bootstrap."""
from __future__ import annotations

import hmac
import re
from base64 import b64decode

from kubectl_lite.api import resources
from kubectl_lite.machinery.env import parse_time
from kubectl_lite.machinery.wire import UserInfo

TOKEN = re.compile("([a-z0-9]{6})\\.([a-z0-9]{16})")
GROUP = re.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]")
TYPE, NAMESPACE, PREFIX = "bootstrap.kubernetes.io/token", "kube-system", "bootstrap-token-"
USER, DEFAULT_GROUP = "system:bootstrap:", "system:bootstrappers"


def authenticate(server, token: str, audiences=()) -> UserInfo | None:
    """The user system:bootstrap:ID of a token that is known, not expired and made for authentication; else None."""
    match = TOKEN.fullmatch(token)
    if not match:
        return None
    secret = server.objects.find(resources.find("", "v1", "secrets"), NAMESPACE, PREFIX + match[1])
    if secret is None or secret.get("type") != TYPE or "deletionTimestamp" in secret["metadata"]:
        return None
    data = {key: _text(value) for key, value in (secret.get("data") or {}).items()}
    if data.get("token-id") != match[1] or not hmac.compare_digest(data.get("token-secret", "").encode(), match[2].encode()):
        return None
    if _expired(data, server.env.now()) or data.get("usage-bootstrap-authentication") != "true":
        return None
    groups = _groups(data)
    return None if groups is None else UserInfo(USER + match[1], groups)


def _text(value):
    return b64decode(value).decode("utf-8", "replace")


def _expired(data, now):
    """Whether the token's time is over; an unreadable time counts as over."""
    if not data.get("expiration"):
        return False
    try:
        return now >= parse_time(data["expiration"])
    except ValueError:
        return True


def _groups(data):
    """The groups, sorted; None when an extra one is none of the bootstrappers'."""
    extra = [group for group in (data.get("auth-extra-groups") or "").split(",") if group]
    if not all(GROUP.fullmatch(group) for group in extra):
        return None
    return sorted({DEFAULT_GROUP, *extra})
