"""Service-account tokens: JSON Web Tokens signed by this cluster, bound to objects that must still exist; and the older secret tokens."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import keys
from kubectl_lite.apiserver.authn import legacytoken
from kubectl_lite.apiserver.authn.chain import Refused
from kubectl_lite.apiserver.authz import coverage
from kubectl_lite.machinery import pki
from kubectl_lite.machinery.env import parse_time
from kubectl_lite.machinery.wire import UserInfo

PREFIX = "system:serviceaccount:"
POD_NAME, POD_UID = "authentication.kubernetes.io/pod-name", "authentication.kubernetes.io/pod-uid"
NODE_NAME, NODE_UID = "authentication.kubernetes.io/node-name", "authentication.kubernetes.io/node-uid"
CREDENTIAL = "authentication.kubernetes.io/credential-id"
INVALIDATED = "service account token has been invalidated"
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
    found = (_claims(server, token) or {}).get("aud") or []
    return [found] if isinstance(found, str) else found


def authenticate(server, token: str, audiences=()) -> UserInfo | None:
    """The service account a token speaks for; None for other tokens, Refused for one that does not count any more."""
    claims = _claims(server, token)
    if not claims or claims.get("iss") not in (server.settings.issuer, legacytoken.ISSUER):
        return None
    meant, wanted = claims.get("aud") or (), list(audiences) or [audience(server)]
    meant = [meant] if isinstance(meant, str) else meant or [audience(server)]  # the older ones are for the API server
    if not set(wanted) & set(meant):
        raise Refused(f"token audiences {coverage.strings(meant)} is invalid for the target audiences {coverage.strings(wanted)}")
    if claims["iss"] == legacytoken.ISSUER:
        return legacytoken.user(server, token, claims)
    if server.env.now() > claims.get("exp", 0) + LEEWAY_SECONDS:
        raise Refused("service account token has expired")
    return _live_user(server, claims)


def _claims(server, token):
    return pki.token_claims(keys.service_account_key(server), token) if token.count(".") == 2 else None


def _live_user(server, claims):
    """The user, if account and bound object are still those of the token."""
    private = claims.get("kubernetes.io") or {}
    namespace, account = private.get("namespace", ""), private.get("serviceaccount") or {}
    check_account(server, namespace, account.get("name", ""), account.get("uid", ""))
    for claim, plural in BOUND.items():
        told = claim == "node" and "pod" in private  # where the pod ran, which is not what the token is bound to
        if claim in private and not told and not _same(server, plural, "" if plural == "nodes" else namespace, private[claim]):
            raise Refused(INVALIDATED)
    return user_of(namespace, account["name"], account["uid"], _extra(claims, private))


def check_account(server, namespace: str, name: str, uid: str) -> None:
    """Refused unless the account is there and the same."""
    found = server.objects.find(resources.find("", "v1", "serviceaccounts"), namespace, name)
    if found is None:
        raise Refused(f'serviceaccounts "{name}" not found')
    if _is_gone(server, found):
        raise Refused(f"service account {namespace}/{name} has been deleted")
    if found["metadata"]["uid"] != uid:
        raise Refused(f"service account UID ({found['metadata']['uid']}) does not match claim ({uid})")


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
    return bool(found) and found["metadata"]["uid"] == ref.get("uid") and not _is_gone(server, found)


def _is_gone(server, found):
    gone = found["metadata"].get("deletionTimestamp")
    return bool(gone) and server.env.now() > parse_time(gone) + LEEWAY_SECONDS
