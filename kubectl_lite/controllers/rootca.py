"""Root CA publisher: every namespace has the ConfigMap kube-root-ca.crt with the cluster's root certificate. Mirrors rootcacertpublisher."""
from __future__ import annotations

NAME, USER = "root-ca-certificate-publisher-controller", "system:serviceaccount:kube-system:root-ca-cert-publisher"
NAMESPACES, CONFIG_MAPS = "namespaces", "configmaps"
CONFIG_MAP = "kube-root-ca.crt"
DESCRIPTION = {"kubernetes.io/description": "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as "
               "the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."}


def _map_keys(config_map, _cache):
    return [config_map["metadata"]["namespace"]] if config_map["metadata"]["name"] == CONFIG_MAP else []


WATCHES = {NAMESPACES: lambda namespace, _cache: [namespace["metadata"]["name"]], CONFIG_MAPS: _map_keys}


def reconcile(name, ctx):
    """One namespace."""
    namespace = ctx.cache.get(NAMESPACES, "", name)
    if namespace is None or (namespace.get("status") or {}).get("phase") == "Terminating":
        return
    current = ctx.cache.get(CONFIG_MAPS, name, CONFIG_MAP)
    data = {"ca.crt": ctx.root_certificate()}
    if current is None:
        ctx.create(CONFIG_MAPS, {"apiVersion": "v1", "kind": "ConfigMap", "data": data,
                                 "metadata": {"name": CONFIG_MAP, "namespace": name, "annotations": DESCRIPTION}})
    elif current.get("data") != data or not _described(current):
        annotations = {**(current["metadata"].get("annotations") or {}), **DESCRIPTION}
        ctx.update(CONFIG_MAPS, {**current, "data": data, "metadata": {**current["metadata"], "annotations": annotations}})


def _described(config_map):
    annotations = config_map["metadata"].get("annotations") or {}
    return all(annotations.get(name) == text for name, text in DESCRIPTION.items())
