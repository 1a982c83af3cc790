"""Services: IP families, cluster IPs and node ports. Mirrors pkg/registry/core/service/storage/alloc.go.

Runs before validation, as the service registry's BeginCreate and BeginUpdate do: values that the client left out are filled in.
"""
from __future__ import annotations

from kubectl_lite.api.core.service_ips import NONE, keep_allocated, needs_cluster_ip, normalize
from kubectl_lite.apiserver.allocation import addresses, families, nodeports


def on_create(scope, service):
    """Allocate what a new service needs; the function that gives it back."""
    normalize(service["spec"], None)
    return _allocate(scope, service, None)


def on_update(scope, service, old):
    """Keep what the client did not mention, allocate what the change needs; what is no longer needed goes back after the write."""
    normalize(service["spec"], old["spec"])
    keep_allocated(service["spec"], old["spec"])
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
    spec = service["spec"]
    if not needs_cluster_ip(spec):
        return
    if old is not None and needs_cluster_ip(old["spec"]):
        if len(spec.get("clusterIPs") or []) >= len(spec.get("ipFamilies") or []) or spec.get("clusterIPs", [""])[0] == NONE:
            return
    wanted = list(spec.get("clusterIPs") or [])
    if wanted and wanted[0] == NONE:
        return
    kept = set(cluster_ips(old)) if old else set()
    for i, family in enumerate(spec.get("ipFamilies") or []):
        if i < len(wanted) and wanted[i] in kept:
            continue
        ip = addresses.take(scope, service, family, wanted[i] if i < len(wanted) else "", taken)
        wanted[i:i + 1] = [ip]
    if wanted:
        spec["clusterIPs"], spec["clusterIP"] = wanted, wanted[0]
