"""EndpointSlice mirroring controller: slices for Endpoints that somebody made by hand. Mirrors pkg/controller/endpointslicemirroring."""
from __future__ import annotations

from kubectl_lite.controllers import owners

NAME, USER = "endpointslice-mirroring-controller", "system:serviceaccount:kube-system:endpointslicemirroring-controller"
ENDPOINTS, SERVICES, SLICES = "endpoints", "services", "endpointslices.discovery.k8s.io"
SERVICE_NAME, MANAGED_BY = "kubernetes.io/service-name", "endpointslice.kubernetes.io/managed-by"
OURS = "endpointslicemirroring-controller.k8s.io"
SKIP, LEADER = "endpointslice.kubernetes.io/skip-mirror", "control-plane.alpha.kubernetes.io/leader"
PER_SUBSET_MAX = 1000
NOT_COPIED = ("endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration")


def _slice_keys(found, _cache):
    meta = found["metadata"]
    labels = meta.get("labels") or {}
    return [(meta["namespace"], labels[SERVICE_NAME])] if labels.get(MANAGED_BY) == OURS and SERVICE_NAME in labels else []


WATCHES = {ENDPOINTS: owners.own_key, SERVICES: owners.own_key, SLICES: _slice_keys}


def reconcile(key, ctx):
    """One name: its Endpoints with the service of that name."""
    endpoints, service = ctx.cache.get(ENDPOINTS, *key), ctx.cache.get(SERVICES, *key)
    existing = sorted(ctx.cache.indexed(SLICES, "mirrored", _slices_of, key), key=lambda s: s["metadata"]["name"])
    wanted = plan(endpoints) if is_mirrored(endpoints, service) else []
    for one in wanted:
        same = next((s for s in existing if _essence(s) == _essence(one)), None)
        alike = same or next((s for s in existing if s["addressType"] == one["addressType"] and _essence(s) not in map(_essence, wanted)), None)
        if alike is None:
            ctx.create(SLICES, one)
            continue
        existing.remove(alike)
        if same is None:
            ctx.update(SLICES, {**alike, **{k: one[k] for k in ("endpoints", "ports")}, "metadata": {**alike["metadata"], "labels": one["metadata"]["labels"]}})
    for left in existing:
        ctx.delete(SLICES, left)


def _slices_of(found):
    return _slice_keys(found, None)


def _essence(found):
    return found["addressType"], str(found.get("endpoints") or []), str(found.get("ports") or []), str(found["metadata"].get("labels"))


def is_mirrored(endpoints, service) -> bool:
    """Made by hand, for a service without selector, and not excused."""
    if endpoints is None or service is None or service["spec"].get("selector"):
        return False
    meta = endpoints["metadata"]
    return (meta.get("labels") or {}).get(SKIP) != "true" and LEADER not in (meta.get("annotations") or {})


def plan(endpoints: dict) -> list:
    """The slices: one for each subset and address family."""
    made = []
    for subset in endpoints.get("subsets") or ():
        addresses = [(a, True) for a in subset.get("addresses") or ()] + [(a, False) for a in subset.get("notReadyAddresses") or ()]
        for family in ("IPv4", "IPv6"):
            found = [_endpoint(a, ready) for a, ready in addresses[:PER_SUBSET_MAX] if (":" in a["ip"]) == (family == "IPv6")]
            if found:
                made.append(_slice(endpoints, family, found, subset.get("ports") or ()))
    return made


def _endpoint(address, ready):
    made = {"addresses": [address["ip"]], "conditions": {"ready": ready}}
    made.update((name, address[name]) for name in ("hostname", "nodeName", "targetRef") if name in address)
    return made


def _slice(endpoints, family, found, ports):
    meta = endpoints["metadata"]
    made = {"generateName": f"{meta['name']}-", "namespace": meta["namespace"], "ownerReferences": [owners.controller_reference(endpoints)],
            "labels": {**(meta.get("labels") or {}), SERVICE_NAME: meta["name"], MANAGED_BY: OURS}}
    annotations = {k: v for k, v in (meta.get("annotations") or {}).items() if k not in NOT_COPIED}
    if annotations:
        made["annotations"] = annotations
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": made, "addressType": family, "endpoints": found,
            "ports": [{"name": p.get("name", ""), "port": p["port"], "protocol": p.get("protocol", "TCP"),
                       **({"appProtocol": p["appProtocol"]} if p.get("appProtocol") else {})} for p in ports]}
