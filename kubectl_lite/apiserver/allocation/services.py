"""Services: IP families, cluster IPs and node ports. Mirrors pkg/registry/core/service/storage/alloc.go.

Runs before validation, as the service registry's BeginCreate and BeginUpdate do: values that the client left out are filled in.
"""
from __future__ import annotations

from kubectl_lite.api.core.service_ips import NONE, is_headless, keep_allocated, needs_cluster_ip, normalize
from kubectl_lite.apiserver.allocation import addresses, families, nodeports


def on_create(scope, service):
    """Allocate what a new service needs; the function that gives it back."""
    normalize(service["spec"], None)
    return _allocate(scope, service, None)


def on_update(scope, service, old):
    """Keep what the client did not mention, allocate what the change needs; what is no longer needed goes back after the write."""
    keep_allocated(service["spec"], old["spec"])
    normalize(service["spec"], old["spec"])
    return _allocate(scope, service, old)


def _allocate(scope, service, old):
    """All that the service lacks, or nothing: a failure gives back what was taken before it."""
    families.complete(scope, service, old)
    taken = Taken()
    try:
        _take_addresses(scope, service, old, taken)
        nodeports.take(scope, service, old, taken)
    except Exception:
        taken.release()
        raise
    return taken.release


def after_update(scope, service, old):
    """Give back what the stored service no longer uses."""
    nodeports.give_back(scope, old, service)
    for ip in set(cluster_ips(old)) - set(cluster_ips(service)):
        addresses.release(scope, ip)


def on_delete(scope, service):
    """Give everything back."""
    nodeports.give_back(scope, service, None)
    for ip in cluster_ips(service):
        addresses.release(scope, ip)


class Taken:
    """What was allocated in one write, with how to give each back."""

    def __init__(self):
        self._undo = []

    def add(self, undo) -> None:
        self._undo.append(undo)

    def release(self) -> None:
        """Give everything back, last first."""
        while self._undo:
            self._undo.pop()()


def cluster_ips(service) -> list[str]:
    """The real cluster IPs of a service."""
    spec = service["spec"]
    if spec.get("type") == "ExternalName":
        return []
    return [ip for ip in spec.get("clusterIPs") or [] if ip and ip != NONE]


def _take_addresses(scope, service, old, taken):
    """The addresses of the families that have none yet: all of a new service, the second of one that gets a second family."""
    spec = service["spec"]
    first = _first_new(spec, old["spec"] if old else None)
    if not needs_cluster_ip(spec) or is_headless(spec) or first is None:
        return
    ips, families = list(spec.get("clusterIPs") or ()), spec["ipFamilies"]
    for i in range(first, len(families)):
        ips[i:i + 1] = [addresses.take(scope, service, families[i], ips[i] if i < len(ips) else "", taken)]
    spec["clusterIPs"], spec["clusterIP"] = ips, ips[0]


def _first_new(spec, old):
    """The place of the first address to allocate; None when the service keeps what it has."""
    if old is None or not needs_cluster_ip(old):
        return 0
    upgraded = len(old.get("ipFamilies") or ()) == 1 and len(spec.get("ipFamilies") or ()) == 2
    return 1 if upgraded and not is_headless(old) and not families.unchanged_prefer_dual(spec, old) else None
