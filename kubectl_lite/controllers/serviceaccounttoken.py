"""Token controller: fills token Secrets of service accounts, and removes those whose account is gone. Mirrors pkg/controller/serviceaccount's tokens controller."""
from __future__ import annotations

from base64 import b64encode

from kubectl_lite.controllers import owners

NAME, USER = "serviceaccount-token-controller", "system:kube-controller-manager"
SECRETS, ACCOUNTS = "secrets", "serviceaccounts"
TYPE = "kubernetes.io/service-account-token"
ACCOUNT_NAME, ACCOUNT_UID = "kubernetes.io/service-account.name", "kubernetes.io/service-account.uid"
LIFETIME = 10 * 365 * 24 * 3600  # seconds: tokens of Secrets are for the long term


def _account_keys(account, cache):
    """An account concerns the Secrets that name it."""
    namespace, name = account["metadata"]["namespace"], account["metadata"]["name"]
    return [owners.own_key(s, cache)[0] for s in cache.list(SECRETS, namespace) if _account_of(s) == name]


def _account_of(secret):
    return (secret["metadata"].get("annotations") or {}).get(ACCOUNT_NAME) if secret.get("type") == TYPE else None


WATCHES = {SECRETS: lambda secret, cache: owners.own_key(secret, cache) if _account_of(secret) else [], ACCOUNTS: _account_keys}


def reconcile(key, ctx):
    """One Secret."""
    secret = ctx.cache.get(SECRETS, *key)
    if secret is None or not _account_of(secret):
        return
    account = ctx.cache.get(ACCOUNTS, key[0], _account_of(secret))
    annotations = secret["metadata"]["annotations"]
    if account is None or annotations.get(ACCOUNT_UID) not in (None, account["metadata"]["uid"]):
        ctx.delete(SECRETS, secret)
        return
    data = _filled(ctx, secret, account)
    marked = {**annotations, ACCOUNT_UID: account["metadata"]["uid"]}
    ctx.update(SECRETS, {**secret, "data": data, "metadata": {**secret["metadata"], "annotations": marked}}, was=secret)


def _filled(ctx, secret, account):
    """The Secret's data with certificate and namespace as they are, and a token where there is none."""
    data = dict(secret.get("data") or {})
    data["ca.crt"] = _b64(ctx.root_certificate())
    data["namespace"] = _b64(secret["metadata"]["namespace"])
    if not data.get("token"):
        data["token"] = _b64(_token(ctx, secret, account))
    return data


def _token(ctx, secret, account):
    meta = account["metadata"]
    bound = {"apiVersion": "v1", "kind": "Secret", "name": secret["metadata"]["name"], "uid": secret["metadata"]["uid"]}
    request = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "metadata": {"name": meta["name"], "namespace": meta["namespace"]},
               "spec": {"expirationSeconds": LIFETIME, "boundObjectRef": bound}}
    return ctx.create(ACCOUNTS, request, subresource="token")["status"]["token"]


def _b64(text):
    return b64encode(text.encode()).decode()
