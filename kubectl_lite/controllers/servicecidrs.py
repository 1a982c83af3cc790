"""Service CIDR controller: marks the address ranges of services ready, and keeps one while services use it. Mirrors pkg/controller/servicecidrs."""
from __future__ import annotations

from ipaddress import ip_address, ip_network

from kubectl_lite.controllers import conditions, owners

NAME, USER = "service-cidr-controller", "system:serviceaccount:kube-system:service-cidrs-controller"
RANGES, ADDRESSES = "servicecidrs.networking.k8s.io", "ipaddresses.networking.k8s.io"
FINALIZER = "networking.k8s.io/service-cidr-finalizer"
READY = "Kubernetes Service CIDR is ready"
IN_USE = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR"


def _all_keys(_obj, cache):
    return [r["metadata"]["name"] for r in cache.list(RANGES)]


WATCHES = {RANGES: _all_keys, ADDRESSES: _all_keys}


def reconcile(name, ctx):
    """One range."""
    found = ctx.cache.get(RANGES, "", name)
    if found is None:
        return
    finalizers = found["metadata"].get("finalizers") or []
    if owners.is_deleted(found):
        _end(found, finalizers, ctx)
        return
    if FINALIZER not in finalizers:
        found = ctx.patch(RANGES, found, {"metadata": {"finalizers": [*finalizers, FINALIZER]}})
    _set_ready(found, "True", "", READY, ctx)


def _end(found, finalizers, ctx):
    """Let a deleted range go, or say why it stays."""
    if FINALIZER not in finalizers:
        return
    if _in_use(found, ctx.cache):
        _set_ready(found, "False", "Terminating", IN_USE, ctx)
        return
    ctx.patch(RANGES, found, {"metadata": {"finalizers": [f for f in finalizers if f != FINALIZER] or None}})
    ctx.cache.poll(RANGES)


def _set_ready(found, status, reason, message, ctx):
    old = found.get("status") or {}
    ready = conditions.find(old.get("conditions"), "Ready")
    if ready is None or ready["status"] != status:
        made = conditions.moved(old.get("conditions"), "Ready", status, reason, message, ctx.timestamp)
        ctx.update_status(RANGES, found, {**old, "conditions": made})


def _in_use(found, cache):
    """Whether an address lies in this range and in no other."""
    others = [r for r in cache.list(RANGES) if r["metadata"]["uid"] != found["metadata"]["uid"] and not owners.is_deleted(r)]
    mine = [a for a in cache.list(ADDRESSES) if _holds(found, a["metadata"]["name"])]
    return any(not any(_holds(other, a["metadata"]["name"]) for other in others) for a in mine)


def _holds(found, address):
    return any(ip_address(address) in ip_network(cidr) for cidr in found["spec"].get("cidrs") or ())
