"""Bootstrap controller: makes the objects again that no cluster is without: the system namespaces, the range of cluster IPs, the service of the API
server and its endpoints. Mirrors pkg/controlplane/controller/{systemnamespaces,defaultservicecidr,kubernetesservice}."""
from __future__ import annotations

NAME, USER = "bootstrap-controller", "system:apiserver"
KINDS = {"Namespace": "namespaces", "ServiceCIDR": "servicecidrs.networking.k8s.io", "Service": "services", "Endpoints": "endpoints",
         "EndpointSlice": "endpointslices.discovery.k8s.io"}


def _everything(_obj, _cache):
    return ("kubernetes",)


WATCHES = dict.fromkeys(KINDS.values(), _everything)


def reconcile(_key, ctx):
    """All of them, in their order: what is missing."""
    for obj in ctx.standing():
        resource, meta = KINDS[obj["kind"]], obj["metadata"]
        if ctx.cache.get(resource, meta.get("namespace", ""), meta["name"]) is None:
            ctx.create(resource, obj)
