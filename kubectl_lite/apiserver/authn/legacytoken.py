"""The older tokens of service accounts, which lie in Secrets and do not end. Mirrors pkg/serviceaccount/legacy.go.

A Secret's label says on which day its token was used last; another one takes a token that nobody uses out of service.
"""
from __future__ import annotations

import hmac
from base64 import b64decode

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authn.chain import APISERVER, Refused
from kubectl_lite.machinery.env import format_time
from kubectl_lite.machinery.wire import MERGE_PATCH, Request, UserInfo

ISSUER, CLAIM, TYPE = "kubernetes/serviceaccount", "kubernetes.io/serviceaccount/", "kubernetes.io/service-account-token"
LAST_USED, INVALID_SINCE = "kubernetes.io/legacy-token-last-used", "kubernetes.io/legacy-token-invalid-since"
DAY_SECONDS = 24 * 3600
MARKED = ("the token in secret {0}/{1} for service account {0}/{2} has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based "
          "tokens, or remove the '{3}' label from the secret to temporarily allow use of this token")


def claims(namespace: str, account: dict, secret: dict) -> dict:
    """What such a token says."""
    name = account["metadata"]["name"]
    return {"iss": ISSUER, CLAIM + "namespace": namespace, CLAIM + "secret.name": secret["metadata"]["name"], CLAIM + "service-account.name": name,
            CLAIM + "service-account.uid": account["metadata"]["uid"], "sub": f"system:serviceaccount:{namespace}:{name}"}


def user(server, token: str, said: dict) -> UserInfo:
    """The account of a token that its Secret still holds; Refused otherwise."""
    from kubectl_lite.apiserver.authn import serviceaccount
    namespace, name, account, uid = (said.get(CLAIM + key, "") for key in ("namespace", "secret.name", "service-account.name", "service-account.uid"))
    secret = server.objects.find(resources.find("", "v1", "secrets"), namespace, name)
    held = b64decode(((secret or {}).get("data") or {}).get("token", ""))
    if secret is None or secret["metadata"].get("deletionTimestamp") or not hmac.compare_digest(held, token.encode()):
        raise Refused(serviceaccount.INVALIDATED)
    serviceaccount.check_account(server, namespace, account, uid)
    labels = secret["metadata"].get("labels") or {}
    if labels.get(INVALID_SINCE):
        raise Refused(MARKED.format(namespace, name, account, INVALID_SINCE))
    _note_use(server, namespace, name, labels)
    return serviceaccount.user_of(namespace, account, uid)


def _note_use(server, namespace, name, labels):
    """Write down the day; a store that is not to be written to is left alone."""
    today, tomorrow = (format_time(server.env.now() + later)[:10] for later in (0, DAY_SECONDS))
    if labels.get(LAST_USED) not in (today, tomorrow):
        path, body = f"/api/v1/namespaces/{namespace}/secrets/{name}", {"metadata": {"labels": {LAST_USED: today}}}
        request = Request("PATCH", path, {}, {"content-type": MERGE_PATCH, "user-agent": "kube-apiserver"}, body, APISERVER)
        server.objects.note(lambda: server.handle(request))
