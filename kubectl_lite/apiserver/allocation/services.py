"""Services: IP families, cluster IPs and node ports. Mirrors pkg/registry/core/service/storage/alloc.go.

Runs before validation, as the service registry's BeginCreate and BeginUpdate do: values that the client left out are filled in.
"""
from __future__ import annotations

from types import SimpleNamespace

from kubectl_lite.api.core.service_ips import NONE, is_headless, keep_allocated, needs_cluster_ip, normalize
from kubectl_lite.apiserver.allocation import addresses, families, nodeports
from kubectl_lite.apiserver.allocation.plan import Plan
from kubectl_lite.machinery import errors


def on_create(scope, service):
    """Allocate what a new service needs."""
    normalize(service["spec"], None)
    return _allocate(scope, service, None)


def on_update(scope, service, old):
    """Keep what the client did not mention, allocate what the change needs, give back what it no longer needs."""
    keep_allocated(service["spec"], old["spec"])
    normalize(service["spec"], old["spec"])
    return _allocate(scope, service, old)


def on_delete(scope, service):
    """Give everything back."""
    return _plan(scope, None, service, [], set())


def _allocate(scope, service, old):
    families.complete(scope, service, old)
    taken = _take_addresses(scope, service, old)
    return _plan(scope, service, old, taken, nodeports.take(scope, service, old))


def _plan(scope, service, old, taken, ports):
    """What is taken, and what the old service held and the new one, as it is at last, does not."""
    return Plan(lambda: _operations(scope, service, old, taken, ports), moving=(nodeports.KEY,))


def _operations(scope, service, old, taken, ports):
    freed = _held(old, cluster_ips) - _held(service, cluster_ips)
    return [*(addresses.taking(scope, service, ip) for ip in taken), *(addresses.giving_back(scope, ip) for ip in sorted(freed)),
            *nodeports.change(scope, ports, _held(old, nodeports.of) - _held(service, nodeports.of))]


def going_back(server, service, old) -> list:
    """The operations beside a service (None: there was none) that comes back in place of `old`; Conflict when another has got what it held."""
    scope = SimpleNamespace(server=server, objects=server.objects, env=server.env)
    ips, ports = _held(service, cluster_ips) - _held(old, cluster_ips), _held(service, nodeports.of) - _held(old, nodeports.of)
    lost = [*(ip for ip in sorted(ips) if addresses.taken(scope, ip)), *map(str, sorted(ports & nodeports.used(server)[1]))]
    if lost:
        raise errors.conflict("services", service["metadata"]["name"], f"{', '.join(lost)} was allocated to another service meanwhile")
    return _operations(scope, service, old, sorted(ips), ports)


def _held(service, what):
    return set(what(service)) if service else set()


def cluster_ips(service) -> list[str]:
    """The real cluster IPs of a service."""
    spec = service["spec"]
    if spec.get("type") == "ExternalName":
        return []
    return [ip for ip in spec.get("clusterIPs") or [] if ip and ip != NONE]


def _take_addresses(scope, service, old) -> list[str]:
    """Choose the addresses of the families that have none yet: all of a new service, the second of one that gets a second family."""
    spec = service["spec"]
    first = _first_new(spec, old["spec"] if old else None)
    if not needs_cluster_ip(spec) or is_headless(spec) or first is None:
        return []
    ips, families = list(spec.get("clusterIPs") or ()), spec["ipFamilies"]
    for i in range(first, len(families)):
        ips[i:i + 1] = [addresses.take(scope, service, families[i], ips[i] if i < len(ips) else "")]
    spec["clusterIPs"], spec["clusterIP"] = ips, ips[0]
    return ips[first:]


def _first_new(spec, old):
    """The place of the first address to allocate; None when the service keeps what it has."""
    if old is None or not needs_cluster_ip(old):
        return 0
    upgraded = len(old.get("ipFamilies") or ()) == 1 and len(spec.get("ipFamilies") or ()) == 2
    return 1 if upgraded and not is_headless(old) and not families.unchanged_prefer_dual(spec, old) else None
