"""Repair of cluster IPs: sees that each address of a service has its IPAddress, and each IPAddress its service.
Mirrors pkg/registry/core/service/ipallocator/controller (the API server's repair loops for services and for addresses)."""
from __future__ import annotations

from ipaddress import ip_address, ip_network

from kubectl_lite.api.networking.ipaddress import FAMILY, MANAGED_BY, MANAGER
from kubectl_lite.controllers import services
from kubectl_lite.machinery.env import parse_time

NAME, USER, MODERN_EVENTS = "ipallocator-repair-controller", "system:apiserver", True
ADDRESSES, RANGES = "ipaddresses.networking.k8s.io", "servicecidrs.networking.k8s.io"
UNMENDED = ("ClusterIPOutOfRange", "ClusterIPAlreadyAllocated")  # said once: nothing is changed by saying it again
GRACE = 60.0  # seconds after which an address without its service counts as leaked


def _service_key(obj, cache):
    """A service and the addresses that name it."""
    meta = obj["metadata"]
    named = cache.indexed(ADDRESSES, "parent", _parent, (meta["namespace"], meta["name"]))
    return [("service", meta["namespace"], meta["name"]), *(("address", "", a["metadata"]["name"]) for a in named)]


def _address_key(obj, cache):
    """An address and the services that hold it."""
    name = obj["metadata"]["name"]
    holders = cache.indexed("services", "clusterIPs", _cluster_ips, name)
    return [("address", "", name), *(("service", s["metadata"]["namespace"], s["metadata"]["name"]) for s in holders)]


WATCHES = {"services": _service_key, ADDRESSES: _address_key}


def reconcile(key, ctx):
    """One service, or one address."""
    what, namespace, name = key
    if what == "address":
        return _repair_address(ctx.cache.get(ADDRESSES, "", name), ctx)
    service = ctx.cache.get("services", namespace, name)
    for ip in _cluster_ips(service) if service else ():
        _repair_service(service, ip, ctx)
    return None


def _repair_service(service, ip, ctx):
    """The IPAddress of one address of a service: made where it is missing, made anew where it says something else."""
    cache = ctx.cache
    family = "IPv6" if ":" in ip else "IPv4"
    if not any(ip_address(ip) in ip_network(cidr) for r in cache.list(RANGES) for cidr in r["spec"].get("cidrs") or ()):
        _warn(ctx, service, "ClusterIPOutOfRange", f"Cluster IP [{family}]: {ip} is not within any configured Service CIDR; please recreate service")
        return
    found = cache.get(ADDRESSES, "", ip)
    if found is None:
        _warn(ctx, service, "ClusterIPNotAllocated", f"Cluster IP [{family}]: {ip} is not allocated; repairing")
        ctx.create(ADDRESSES, _address(service, ip, family))
        return
    parent = _parent(found)[0]
    holder = cache.get("services", *parent) if parent else None
    if parent != _identity(service):
        if holder is None:
            meta = service["metadata"]
            _warn(ctx, service, "ClusterIPNotAllocated",
                  f"the ClusterIP [{family}]: {ip} for Service {meta['namespace']}/{meta['name']} has a wrong reference; repairing")
        elif ip in _cluster_ips(holder):
            _warn(ctx, service, "ClusterIPAlreadyAllocated", f"Cluster IP [{family}]:{ip} was assigned to multiple services; please recreate service")
    wanted = _address(service, ip, family)
    if holder is None or any((found["metadata"].get("labels") or {}).get(label) != value for label, value in wanted["metadata"]["labels"].items()):
        ctx.delete(ADDRESSES, found)
        ctx.create(ADDRESSES, wanted)


def _repair_address(found, ctx):
    """An address that nobody holds goes, if the allocator made it; one without its service after a while."""
    if found is None or (found["metadata"].get("labels") or {}).get(MANAGED_BY) != MANAGER:
        return None
    name, parent = found["metadata"]["name"], _parent(found)[0]
    if parent is None:
        _warn(ctx, found, "IPAddressNotAllocated",
              f"IPAddress {name} appears to have been modified, not referencing a Service {_go(found['spec']['parentRef'])}: cleaning up")
        ctx.delete(ADDRESSES, found)
        return None
    service, text = ctx.cache.get("services", *parent), f"IPAddress: {name} for Service {parent[0]}/{parent[1]}"
    left = GRACE - (ctx.now - parse_time(found["metadata"]["creationTimestamp"]))
    if service is None and left >= 0:
        return left or None
    if service is None:
        _warn(ctx, found, "IPAddressNotAllocated", f"{text} appears to have leaked: cleaning up")
    elif name not in _cluster_ips(service):
        _warn(ctx, found, "IPAddressWrongReference", f"{text} has a wrong reference; cleaning up")
    else:
        return None
    ctx.delete(ADDRESSES, found)
    return None


def _warn(ctx, obj, reason, message):
    action = "IPAddressAllocation" if obj["kind"] == "IPAddress" else "ClusterIPAllocation"
    ctx.events.warning(obj, reason, message, action=action, once=reason in UNMENDED)


def _cluster_ips(service):
    """The addresses of a service, as IPAddresses are named."""
    ips = [] if services.is_headless(service) or service["spec"].get("type") == "ExternalName" else service["spec"].get("clusterIPs") or []
    return [str(ip_address(ip)) for ip in ips]


def _parent(address):
    """[(namespace, name)] of the service that an address names; [None] when it names something else."""
    ref = address["spec"].get("parentRef") or {}
    is_service = not ref.get("group") and ref.get("resource") == "services"
    return [(ref.get("namespace", ""), ref.get("name", "")) if is_service else None]


def _identity(service):
    return service["metadata"]["namespace"], service["metadata"]["name"]


def _address(service, ip, family):
    namespace, name = _identity(service)
    return {"apiVersion": "networking.k8s.io/v1", "kind": "IPAddress",
            "metadata": {"name": ip, "labels": {FAMILY: family, MANAGED_BY: MANAGER}},
            "spec": {"parentRef": {"resource": "services", "namespace": namespace, "name": name}}}


def _go(ref):
    """A ParentReference as Go prints a pointer to it."""
    return "&ParentReference{{Group:{},Resource:{},Namespace:{},Name:{},}}".format(*(ref.get(key, "") for key in ("group", "resource", "namespace", "name")))
