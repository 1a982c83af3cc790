"""EndpointSlice: defaults, generation, validation. Mirrors pkg/apis/discovery."""
from __future__ import annotations

from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, ips, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
TYPES = ("FQDN", "IPv4", "IPv6")
PROTOCOLS = ("SCTP", "TCP", "UDP")
MANAGED_BY, CONTROLLER = "endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io"
MAX_ENDPOINTS, MAX_ADDRESSES, MAX_PORTS, MAX_TOPOLOGY, MAX_HINTS = 1000, 100, 20000, 16, 8


def default(obj):
    for port in obj.get("ports") or ():
        port.setdefault("name", "")
        port["protocol"] = port.get("protocol") or "TCP"


def prepare_for_create(obj):
    """The topology of the beta version is dropped."""
    for endpoint in obj.get("endpoints") or ():
        endpoint.pop("deprecatedTopology", None)


def prepare_for_update(obj, old):
    if obj.get("endpoints") != old.get("endpoints"):
        prepare_for_create(obj)


def bumps_generation(obj, old):
    """Anything but metadata, and the labels."""
    def essence(o):
        return {k: v for k, v in o.items() if k != "metadata"}, o["metadata"].get("labels") or {}
    return essence(obj) != essence(old)


def validate(obj, known=frozenset()):
    """`known` are the addresses of the stored slice, which are not looked at again."""
    kind = obj.get("addressType", "")
    problems = text.one_of(kind, TYPES, Path("addressType"), "")
    problems += _endpoints(obj.get("endpoints") or (), kind, known)
    return problems + _ports(obj.get("ports") or ())


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], True) + validate(obj, _addresses(old))
    return problems + text.immutable(obj.get("addressType", ""), old.get("addressType", ""), "addressType")


def _addresses(obj):
    return frozenset(a for e in obj.get("endpoints") or () for a in e.get("addresses") or ())


def _endpoints(endpoints, kind, known):
    path = Path("endpoints")
    if len(endpoints) > MAX_ENDPOINTS:
        return [field.too_many(path, len(endpoints), MAX_ENDPOINTS)]
    problems = []
    for i, endpoint in enumerate(endpoints):
        problems += _endpoint(endpoint, path.index(i), kind, known)
    return problems


def _endpoint(endpoint, path, kind, known):
    addresses, at, problems = endpoint.get("addresses") or (), path / "addresses", []
    if not addresses:
        problems.append(field.required(at, "must contain at least 1 address"))
    elif len(addresses) > MAX_ADDRESSES:
        problems.append(field.too_many(at, len(addresses), MAX_ADDRESSES))
    for i, address in enumerate(addresses):
        if address not in known:
            problems += _address(address, kind, at, at.index(i))
    if endpoint.get("nodeName") is not None:
        problems += text.dns_subdomain(endpoint["nodeName"], path / "nodeName")
    topology = endpoint.get("deprecatedTopology") or {}
    if len(topology) > MAX_TOPOLOGY:
        problems.append(field.too_many(path / "deprecatedTopology", len(topology), MAX_TOPOLOGY))
    problems += meta.labels(topology, path / "deprecatedTopology")
    if endpoint.get("hostname") is not None:
        problems += text.dns_label(endpoint["hostname"], path / "hostname")
    return problems + _hints(endpoint.get("hints") or {}, path / "hints")


def _address(address, kind, whole, path):
    if kind == "FQDN":
        return text.fully_qualified_domain(address, path)
    if kind not in ("IPv4", "IPv6"):
        return []
    bad = text.ip(address, path)
    if bad:
        return bad
    if ips.parse_ip(address)[0] != int(kind[-1]):
        return [field.invalid(whole, address, f"must be an {kind} address")]
    return text.non_special_ip(address, path)


def _hints(hints, path):
    problems = []
    for name, check in (("forZones", names.label_value), ("forNodes", names.dns_subdomain)):
        targets, seen, at = hints.get(name) or (), set(), path / name
        if len(targets) > MAX_HINTS:
            problems.append(field.too_many(at, len(targets), MAX_HINTS))
            continue
        for i, target in enumerate(targets):
            value, name_path = target.get("name", ""), at.index(i) / "name"
            if value in seen:
                problems.append(field.duplicate(name_path, value))
            seen.add(value)
            problems += text.each(check(value), value, name_path)
    return problems


def _ports(ports):
    path, seen, problems = Path("ports"), set(), []
    if len(ports) > MAX_PORTS:
        return [field.too_many(path, len(ports), MAX_PORTS)]
    for i, port in enumerate(ports):
        at, name = path.index(i), port.get("name") or ""
        if name:
            problems += text.dns_label(name, at / "name")
        if name in seen:
            problems.append(field.duplicate(at / "name", name))
        seen.add(name)
        problems += text.one_of(port.get("protocol", ""), PROTOCOLS, at / "protocol", "")
        if port.get("appProtocol") is not None:
            problems += text.qualified_name(port["appProtocol"], at / "appProtocol")
    return problems


def warnings(obj, old):
    """Of addresses that are written in an unusual way; the controller that makes slices mends those it copies."""
    if (obj["metadata"].get("labels") or {}).get(MANAGED_BY) == CONTROLLER:
        return []
    return [w for i, endpoint in enumerate(obj.get("endpoints") or ()) for j, address in enumerate(endpoint.get("addresses") or ())
            for w in text.ip_warnings(address, (Path("endpoints").index(i) / "addresses").index(j))]
