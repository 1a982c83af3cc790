"""Endpoints: defaults, the canonical grouping of subsets, validation."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

PROTOCOLS = ("SCTP", "TCP", "UDP")


def default(obj):
    for subset in obj.get("subsets") or ():
        for port in subset.get("ports") or ():
            port["protocol"] = port.get("protocol") or "TCP"


def canonicalize(obj):
    """Subsets with the same addresses become one; addresses are sorted (RepackSubsets)."""
    if obj.get("subsets"):
        obj["subsets"] = repack(obj["subsets"])


def repack(subsets: list) -> list:
    """Group by ports: every port with the addresses that offer it, then ports with equal addresses together."""
    by_port: dict = {}
    known: dict = {}
    for subset in subsets:
        for port in subset.get("ports") or [None]:
            offered = by_port.setdefault(field.go_json(port), (port, {}))[1]
            for name, ready in (("addresses", True), ("notReadyAddresses", False)):
                for address in subset.get(name) or ():
                    key = (address.get("ip", ""), (address.get("targetRef") or {}).get("uid", ""))
                    known.setdefault(key, address)
                    offered[key] = ready and offered.get(key, True)
    groups: dict = {}
    for port, offered in by_port.values():
        group = groups.setdefault(tuple(sorted(offered.items())), [])
        if port is not None:
            group.append(port)
    return [_subset(offered, ports, known) for offered, ports in groups.items()]


def _subset(offered, ports, known):
    ready = [known[key] for key, is_ready in offered if is_ready]
    rest = [known[key] for key, is_ready in offered if not is_ready]
    parts = (("addresses", ready), ("notReadyAddresses", rest), ("ports", ports))
    return {name: value for name, value in parts if value}


def validate(obj):
    problems = []
    for i, subset in enumerate(obj.get("subsets") or ()):
        problems += _validate_subset(subset, Path("subsets").index(i))
    return problems


def _validate_subset(subset, path):
    problems = []
    if not subset.get("addresses") and not subset.get("notReadyAddresses"):
        problems.append(field.required(path, "must specify `addresses` or `notReadyAddresses`"))
    for name in ("addresses", "notReadyAddresses"):
        for i, address in enumerate(subset.get(name) or ()):
            problems += _address(address, (path / name).index(i))
    ports = subset.get("ports") or ()
    for i, port in enumerate(ports):
        problems += _port(port, (path / "ports").index(i), len(ports) > 1)
    return problems


def _address(address, path):
    problems = text.ip(address.get("ip", ""), path / "ip")
    if address.get("hostname"):
        problems += text.dns_label(address["hostname"], path / "hostname")
    if address.get("nodeName") is not None:
        problems += text.dns_subdomain(address["nodeName"], path / "nodeName")
    return problems + text.non_special_ip(address.get("ip", ""), path / "ip")


def _port(port, path, name_required):
    name, problems = port.get("name") or "", []
    if name:
        problems += text.dns_label(name, path / "name")
    elif name_required:
        problems.append(field.required(path / "name"))
    problems += text.port_number(port.get("port", 0), path / "port")
    problems += text.one_of(port.get("protocol", ""), PROTOCOLS, path / "protocol", "")
    if port.get("appProtocol") is not None:
        problems += text.qualified_name(port["appProtocol"], path / "appProtocol")
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True) + validate(obj)


def warnings(obj, old):
    return ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]
