"""Node ports: which ports of the range are used says one object, the RangeAllocation. It is written in the commit that writes the service,
and its compare-and-swap keeps two writers from taking the same port. Mirrors pkg/registry/core/service/portallocator.
"""
from __future__ import annotations

from kubectl_lite.api.core.service_ips import needs_health_check_port, needs_node_port
from kubectl_lite.apiserver.objects import Overtaken
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.resource import Resource

PORTS = field.Path("spec.ports")
DRY_RUN_FIRST = 32769  # the first port a dry run reports, as portallocator's operation does
RANGES = Resource("", "v1", "rangeallocations", "RangeAllocation", False, storage_prefix="/registry/ranges")
NAME = "servicenodeports"
KEY = RANGES.key("", NAME)


def of(service) -> set[int]:
    """All ports of nodes that a service holds."""
    spec = service["spec"]
    return _of_ports(spec) | ({spec["healthCheckNodePort"]} if spec.get("healthCheckNodePort") else set())


def _of_ports(spec):
    return {p["nodePort"] for p in spec.get("ports") or [] if p.get("nodePort")}


def take(scope, service, old) -> set[int]:
    """Choose the node ports that the service asks for or lacks: those that it takes."""
    spec = service["spec"]
    explicit = spec.get("type") == "LoadBalancer"  # without automatic allocation, ports that are named are still taken
    if not needs_node_port(spec) and not (explicit and any(p.get("nodePort") for p in spec.get("ports") or [])) and not needs_health_check_port(spec):
        return set()
    operation = _Operation(scope, _of_ports(old["spec"]) if old else set())
    (_take_more_ports if old else _take_new_ports)(operation, service, spec)
    if needs_health_check_port(spec) and not (old and needs_health_check_port(old["spec"])):
        _take_health_check(operation, service, spec)
    return operation.new


def change(scope, taken: set[int], freed: set[int]) -> list:
    """The operations that take and free ports, as the RangeAllocation is now."""
    if not taken and not freed:
        return []
    stored, now = used(scope.server)
    if now & taken:
        raise Overtaken("")  # one of them was seen free and is not any more
    low, high = scope.server.settings.node_ports
    wanted = {port for port in now - freed | taken if low <= port <= high}
    if wanted == now:
        return []
    body = {"apiVersion": "v1", "kind": "RangeAllocation", "metadata": dict((stored or {}).get("metadata") or {"name": NAME}),
            "range": f"{low}-{high}", "data": _encode(wanted, low, high)}
    return [scope.objects.putting(RANGES, "", NAME, body, stored)]


def _take_new_ports(operation, service, spec):
    """The ports of a new service: ports of one number share a node port, whatever their protocols (initNodePorts)."""
    ports, taken = spec.get("ports") or [], {}
    for i, port in enumerate(ports):
        wanted = port.get("nodePort", 0)
        if not wanted and not needs_node_port(spec):
            continue
        shared = taken.get(port["port"], 0)
        if shared:
            port["nodePort"] = wanted or shared
        else:
            wanted = next((p["nodePort"] for p in ports if p["port"] == port["port"] and p.get("nodePort")), 0)
            taken[port["port"]] = port["nodePort"] = wanted or operation.take_any()
        if wanted and wanted != shared:
            _claim(operation, service, i, wanted)


def _take_more_ports(operation, service, spec):
    """The ports of a changed service: those it had and those it names anew, each once (updateNodePorts)."""
    seen = set()
    for i, port in enumerate(spec.get("ports") or []):
        wanted, protocol = port.get("nodePort", 0), port.get("protocol", "TCP")
        if not wanted and not needs_node_port(spec):
            continue
        if not wanted:
            port["nodePort"] = wanted = operation.take_any()
        elif not operation.has(wanted):
            _claim(operation, service, i, wanted)
        if (wanted, protocol) in seen:
            raise errors.ApiError(errors.status(500, "", f"duplicate nodePort: {{{protocol} {wanted}}}"))
        seen.add((wanted, protocol))


def _claim(operation, service, i, port):
    problem = operation.take(port)
    if problem:
        raise _invalid(service, field.invalid(PORTS.index(i).child("nodePort"), port, problem))


def _take_health_check(operation, service, spec):
    wanted = spec.get("healthCheckNodePort", 0)
    if not wanted:
        spec["healthCheckNodePort"] = operation.take_any("a HealthCheck NodePort 0")
        return
    problem = operation.take(wanted)
    if problem:
        raise errors.internal(f"failed to allocate requested HealthCheck NodePort {wanted}: {problem}")


class _Operation:
    """The ports one write takes. A dry run looks only at what is used."""

    def __init__(self, scope, mine):
        self.scope, self.mine, self.new = scope, mine, set()
        self.low, self.high = scope.server.settings.node_ports
        self.used = used(scope.server)[1]

    def has(self, port) -> bool:
        """Whether the service had the port before, or has taken it in this write."""
        return port in self.mine or port in self.new

    def take(self, port) -> str:
        """"" or why this port cannot be had."""
        if port in self.mine:
            return ""
        if not self.scope.dry_run and not self.low <= port <= self.high:
            return f"provided port is not in the valid range. The range of valid ports is {self.low}-{self.high}"
        if port in self.used or port in self.new:
            return "provided port is already allocated"
        self.new.add(port)
        return ""

    def take_any(self, what: str = "a nodePort") -> int:
        """A random free port (on a dry run a number from beyond the range, or the one above the highest taken)."""
        if self.scope.dry_run:
            port = max(self.new | {0}) + 1 if self.new else DRY_RUN_FIRST
            self.new.add(port)
            return port
        for first, last in _bands(self.low, self.high):
            span = last - first + 1
            start = self.scope.env.below(span)
            for i in range(span):
                port = first + (start + i) % span
                if port not in self.used and port not in self.new and port not in self.mine:
                    self.new.add(port)
                    return port
        raise errors.internal(f"failed to allocate {what}: range is full")


def _bands(low, high):
    """The ports to choose from, upper ones first: the lower are kept for those who choose them themselves."""
    size = high - low + 1
    static = min(max(16, size // 32), 128) if size > 16 else 0
    return ((low + static, high), (low, low + static - 1)) if static else ((low, high),)


def used(server) -> tuple:
    """(the stored RangeAllocation or None, the set of used ports)."""
    stored = server.objects.find(RANGES, "", NAME)
    return stored, _decode(stored, server.settings.node_ports[0]) if stored else set()


def _decode(stored, low):
    from base64 import b64decode
    bits = int.from_bytes(b64decode(stored.get("data", "")), "big")
    ports = set()
    while bits:
        lowest = bits & -bits
        ports.add(low + lowest.bit_length() - 1)
        bits ^= lowest
    return ports


def _encode(ports, low, high):
    from base64 import b64encode
    bits = 0
    for port in ports:
        bits |= 1 << port - low
    return b64encode(bits.to_bytes((high - low + 8) // 8, "big").lstrip(b"\0")).decode()


def _invalid(service, problem):
    return errors.invalid("Service", service["metadata"].get("name", ""), [problem])
