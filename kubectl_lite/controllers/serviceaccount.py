"""Service account controller: every namespace that is not ending has a `default` ServiceAccount. Mirrors pkg/controller/serviceaccount."""
from __future__ import annotations

NAME, USER = "service-account-controller", "system:serviceaccount:kube-system:service-account-controller"
NAMESPACES, ACCOUNTS = "namespaces", "serviceaccounts"
DEFAULT = "default"


def _account_keys(account, _cache):
    return [account["metadata"]["namespace"]] if account["metadata"]["name"] == DEFAULT else []


WATCHES = {NAMESPACES: lambda namespace, _cache: [namespace["metadata"]["name"]], ACCOUNTS: _account_keys}


def reconcile(name, ctx):
    """One namespace."""
    namespace = ctx.cache.get(NAMESPACES, "", name)
    if namespace is None or (namespace.get("status") or {}).get("phase") == "Terminating" or ctx.cache.get(ACCOUNTS, name, DEFAULT):
        return
    ctx.create(ACCOUNTS, {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": DEFAULT, "namespace": name}})
