"""Node ports: which ports of the range are used is read off the services themselves and guarded by one object, the RangeAllocation,
whose compare-and-swap keeps two writers from taking the same port. Mirrors pkg/registry/core/service/portallocator.
"""
from __future__ import annotations

import copy

from kubectl_lite.api.core.service_ips import needs_health_check_port, needs_node_port
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.resource import Resource

PORTS = field.Path("spec.ports")
DRY_RUN_FIRST = 32769  # the first port a dry run reports, as portallocator's operation does
TRIES = 20  # each lost race is another writer's success
RANGES = Resource("", "v1", "rangeallocations", "RangeAllocation", False, storage_prefix="/registry/ranges")
NAME = "servicenodeports"


def of(spec) -> set[int]:
    """All ports of nodes that a service holds."""
    return _of_ports(spec) | ({spec["healthCheckNodePort"]} if spec.get("healthCheckNodePort") else set())


def _of_ports(spec):
    return {p["nodePort"] for p in spec.get("ports") or [] if p.get("nodePort")}


def take(scope, service, old, taken) -> None:
    """Allocate the node ports that the service asks for or lacks."""
    spec = service["spec"]
    explicit = spec.get("type") == "LoadBalancer"  # without automatic allocation, ports that are named are still taken
    if not needs_node_port(spec) and not (explicit and any(p.get("nodePort") for p in spec.get("ports") or [])) and not needs_health_check_port(spec):
        return
    asked = copy.deepcopy({key: spec[key] for key in ("ports", "healthCheckNodePort") if key in spec})
    for _attempt in range(TRIES):
        try:
            return _take(_Operation(scope, _of_ports(old["spec"]) if old else set()), service, old, taken)
        except _Lost:  # somebody took the same port at the same time: choose anew
            spec.pop("healthCheckNodePort", None)
            spec.update(copy.deepcopy(asked))
    raise errors.conflict("services", "", "provided port is already allocated")


class _Lost(Exception):
    """Another writer has taken a port since it was seen free."""


def _take(operation, service, old, taken):
    spec = service["spec"]
    (_take_more_ports if old else _take_new_ports)(operation, service, spec)
    if needs_health_check_port(spec) and not (old and needs_health_check_port(old["spec"])):
        _take_health_check(operation, service, spec)
    operation.finish(taken)


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


def give_back(scope, old, new) -> None:
    """Free the ports that only the old service had."""
    freed = of(old["spec"]) - (of(new["spec"]) if new else set())
    if freed and not scope.dry_run:
        _change(scope, lambda used: used - freed)


class _Operation:
    """The ports one write takes. A dry run takes nothing and looks only at what is used."""

    def __init__(self, scope, mine):
        self.scope, self.mine, self.new = scope, mine, set()
        self.low, self.high = scope.server.settings.node_ports
        self.used = _used(scope)[1]

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

    def finish(self, taken) -> None:
        """Write down what was taken; somebody who was faster makes this one fail."""
        if self.scope.dry_run or not self.new:
            return
        new = frozenset(self.new)
        _change(self.scope, lambda used: _with(used, new))
        taken.add(lambda: _change(self.scope, lambda used: used - new))


def _bands(low, high):
    """The ports to choose from, upper ones first: the lower are kept for those who choose them themselves."""
    size = high - low + 1
    static = min(max(16, size // 32), 128) if size > 16 else 0
    return ((low + static, high), (low, low + static - 1)) if static else ((low, high),)


def _with(used, new):
    if used & new:
        raise _Lost
    return used | new


def _used(scope):
    """(the stored RangeAllocation or None, the set of used ports)."""
    stored = scope.objects.find(RANGES, "", NAME)
    return stored, _decode(scope, stored) if stored else set()


def _decode(scope, stored):
    from base64 import b64decode
    low = scope.server.settings.node_ports[0]
    bits = int.from_bytes(b64decode(stored.get("data", "")), "big")
    used = set()
    while bits:
        lowest = bits & -bits
        used.add(low + lowest.bit_length() - 1)
        bits ^= lowest
    return used


def _encode(scope, used):
    from base64 import b64encode
    low, high = scope.server.settings.node_ports
    bits = 0
    for port in used:
        bits |= 1 << port - low
    return b64encode(bits.to_bytes((high - low + 8) // 8, "big").lstrip(b"\0")).decode()


def _change(scope, change) -> None:
    """Compare-and-swap the RangeAllocation."""
    low, high = scope.server.settings.node_ports
    for attempt in range(TRIES):
        stored, used = _used(scope)
        wanted = {p for p in change(used) if low <= p <= high}
        if wanted == used:
            return
        body = {"apiVersion": "v1", "kind": "RangeAllocation", "metadata": dict((stored or {}).get("metadata") or {"name": NAME}),
                "range": f"{low}-{high}", "data": _encode(scope, wanted)}
        try:
            if stored:
                scope.objects.update(RANGES, "", NAME, body, stored, scope.note())
            else:
                scope.objects.create(RANGES, "", NAME, body, scope.note())
            return
        except errors.ApiError:
            if attempt == TRIES - 1:
                raise


def _invalid(service, problem):
    return errors.invalid("Service", service["metadata"].get("name", ""), [problem])
