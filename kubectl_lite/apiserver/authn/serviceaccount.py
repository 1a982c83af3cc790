"""Service-account tokens: JSON Web Tokens signed by this cluster, bound to objects that must still exist; and the older secret tokens."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import keys
from kubectl_lite.machinery import pki
from kubectl_lite.machinery.env import parse_time
from kubectl_lite.machinery.wire import UserInfo

PREFIX = "system:serviceaccount:"
POD_NAME, POD_UID = "authentication.kubernetes.io/pod-name", "authentication.kubernetes.io/pod-uid"
NODE_NAME, NODE_UID = "authentication.kubernetes.io/node-name", "authentication.kubernetes.io/node-uid"
CREDENTIAL = "authentication.kubernetes.io/credential-id"
LEEWAY_SECONDS = 60  # in which clocks may differ
# claim of the bound object -> resource
BOUND = {"pod": "pods", "secret": "secrets", "node": "nodes"}


def user_of(namespace: str, name: str, uid: str, extra=None) -> UserInfo:
    """The user that a service account is."""
    return UserInfo(f"{PREFIX}{namespace}:{name}", ("system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"), uid, extra)


def audience(server) -> str:
    """The audience of tokens for this API server."""
    return server.settings.audience


def audiences(server, token: str) -> list:
    """The audiences that a service account's token is for; [] for other tokens."""
    claims = pki.token_claims(keys.service_account_key(server), token) if token.count(".") == 2 else None
    found = (claims or {}).get("aud") or []
    return [found] if isinstance(found, str) else found


def authenticate(server, token: str, audiences=()) -> UserInfo | None:
    """The service account a token speaks for, or None."""
    claims = pki.token_claims(keys.service_account_key(server), token) if token.count(".") == 2 else None
    if not claims or claims.get("iss") != server.settings.issuer:
        return None
    wanted = set(audiences) or {audience(server)}
    meant = claims.get("aud") or ()
    if not wanted & set([meant] if isinstance(meant, str) else meant) or server.env.now() > claims.get("exp", 0) + LEEWAY_SECONDS:
        return None
    return _live_user(server, claims)


def _live_user(server, claims):
    """The user, if account and bound object are still those of the token."""
    private = claims.get("kubernetes.io") or {}
    namespace, account = private.get("namespace", ""), private.get("serviceaccount") or {}
    if not _same(server, "serviceaccounts", namespace, account):
        return None
    for claim, plural in BOUND.items():
        told = claim == "node" and "pod" in private  # where the pod ran, which is not what the token is bound to
        if claim in private and not told and not _same(server, plural, "" if plural == "nodes" else namespace, private[claim]):
            return None
    return user_of(namespace, account["name"], account["uid"], _extra(claims, private))


def _extra(claims, private):
    extra = {CREDENTIAL: [f"JTI={claims['jti']}"]} if claims.get("jti") else {}
    for claim, name, uid in (("pod", POD_NAME, POD_UID), ("node", NODE_NAME, NODE_UID)):
        if claim in private:
            extra[name] = [private[claim]["name"]]
            if private[claim].get("uid"):
                extra[uid] = [private[claim]["uid"]]
    return extra


def _same(server, plural, namespace, ref):
    found = server.objects.find(resources.find("", "v1", plural), namespace, ref.get("name", ""))
    if not found or found["metadata"]["uid"] != ref.get("uid"):
        return False
    gone = found["metadata"].get("deletionTimestamp")
    return not gone or server.env.now() <= parse_time(gone) + LEEWAY_SECONDS
