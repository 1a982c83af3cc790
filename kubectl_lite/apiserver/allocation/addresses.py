"""Cluster IPs: one IPAddress object for each address in use, taken from the ServiceCIDRs. It is created in the commit that writes
the service and must be new there, so two writers can never get the same address. Mirrors pkg/registry/core/service/ipallocator (cidrallocator, ipallocator).
"""
from __future__ import annotations

from ipaddress import ip_address, ip_network

from kubectl_lite.api import resources
from kubectl_lite.api.networking.ipaddress import FAMILY, MANAGED_BY, MANAGER
from kubectl_lite.machinery import errors, field

TRIES = 64
NOT_IN_RANGE = "the provided network does not match the current range"


def configured_families(scope) -> list[str]:
    """The IP families the API server hands out addresses of, the primary first: more ServiceCIDRs bring more addresses, but no family."""
    return list(dict.fromkeys(f"IPv{ip_network(cidr).version}" for cidr in scope.server.settings.service_cidrs))


def take(scope, service, family: str, wanted: str) -> str:
    """Choose `wanted` or any free address of a family; Invalid when that cannot be."""
    networks = _networks(scope, int(family[-1]))
    if wanted:
        problem = _problem(scope, wanted, networks)
        if problem:
            raise _failed(service, [wanted], f"failed to allocate IP {wanted}: {problem}")
        return wanted
    if scope.dry_run and networks:
        return str(networks[0].network_address)  # no promise: Kubernetes looks for no free one either
    for network in networks:
        ip = _find_free(scope, network)
        if ip:
            return ip
    raise errors.internal("failed to allocate a serviceIP: range is full")


def taking(scope, service, ip: str):
    """The operation that allocates an address."""
    return scope.objects.putting(_row(), "", name_of(ip), _object(scope, service, ip))


def giving_back(scope, ip: str):
    """The operation that gives an address back."""
    return scope.objects.deleting(_row(), "", name_of(ip))


def taken(scope, ip: str) -> bool:
    """Whether an address is in use."""
    return scope.objects.find(_row(), "", name_of(ip)) is not None


def is_allocated(obj: dict) -> bool:
    """Whether an object is an address that was allocated here (others may be made by hand)."""
    return obj.get("kind") == "IPAddress" and ((obj.get("metadata") or {}).get("labels") or {}).get(MANAGED_BY) == MANAGER


def name_of(ip: str) -> str:
    """The name of an address's IPAddress object: its canonical text."""
    return str(ip_address(ip))


def _problem(scope, ip, networks):
    """"" or why this very address cannot be had."""
    try:
        address = ip_address(ip)
    except ValueError:
        return f"the provided IP ({ip}) is not a valid IP"
    if scope.dry_run:
        return "" if _holds(networks[0], address) else f"the provided IP ({ip}) is not in the valid range. The range of valid IPs is {networks[0]}"
    if not any(_holds(network, address) for network in networks):
        return NOT_IN_RANGE
    return "provided IP is already allocated" if taken(scope, ip) else ""


def _find_free(scope, network):
    """A random free address of the upper, dynamic band; of the lower band when that is used up; None when both are."""
    used = {o["metadata"]["name"] for o in scope.objects.list(_row())[0]}
    free = (ip for low, high in _bands(network) for ip in _random_free(scope.env, network, low, high, used))
    return next(free, None)


def _bands(network):
    """(dynamic band, static band) as offsets: the lower addresses are kept for those who choose them themselves."""
    hosts = min(network.num_addresses - (2 if network.version == 4 else 1), 1 << 24)
    static = min(max(16, hosts // 16), 256) if hosts > 16 else 0
    return ((static + 1, hosts), (1, static)) if static else ((1, hosts),)


def _random_free(env, network, low, high, used):
    span = high - low + 1
    if span <= 0:
        return
    start = env.below(span)
    for i in range(min(span, len(used) + TRIES)):
        ip = str(network[low + (start + i) % span])
        if ip not in used:
            yield ip


def _holds(network, address):
    """Whether an address of a range can be had: its first never, of IPv4 nor its last."""
    return address in network and address != network.network_address and (network.version == 6 or address != network.broadcast_address)


def _object(scope, service, ip):
    metadata = service["metadata"]
    family = "IPv6" if ":" in ip else "IPv4"
    name = metadata.get("name") or metadata.get("generateName", "")
    return {"apiVersion": "networking.k8s.io/v1", "kind": "IPAddress",
            "metadata": {"name": ip, "uid": scope.env.uuid(), "creationTimestamp": scope.env.timestamp(),
                         "labels": {FAMILY: family, MANAGED_BY: MANAGER}},
            "spec": {"parentRef": {"resource": "services", "namespace": metadata["namespace"], "name": name}}}


def _networks(scope, version):
    """The ranges of one IP version in all ServiceCIDRs that are not being deleted; where there is none, that of the settings."""
    cidrs = scope.objects.list(resources.find("networking.k8s.io", "v1", "servicecidrs"))[0]
    live = [c for o in cidrs if not o["metadata"].get("deletionTimestamp") for c in o["spec"]["cidrs"]]
    return [n for n in map(ip_network, live) if n.version == version] or [n for n in map(ip_network, scope.server.settings.service_cidrs) if n.version == version]


def _row():
    return resources.find("networking.k8s.io", "v1", "ipaddresses")


def _failed(service, ips, why):
    return errors.invalid("Service", service["metadata"].get("name", ""), [field.invalid(field.Path("spec.clusterIPs"), ips, why)])
