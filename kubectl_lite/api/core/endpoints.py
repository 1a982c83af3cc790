"""Endpoints: defaults and validation. Subsets stay as they were written."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

ALLOW_CREATE_ON_UPDATE = True
PROTOCOLS = ("SCTP", "TCP", "UDP")
MANAGED_BY, CONTROLLER = "endpoints.kubernetes.io/managed-by", "endpoint-controller"


def default(obj):
    for subset in obj.get("subsets") or ():
        for port in subset.get("ports") or ():
            port["protocol"] = port.get("protocol") or "TCP"


def validate(obj, kept=()):
    """`kept` are addresses that may stay as they are written."""
    problems = []
    for i, subset in enumerate(obj.get("subsets") or ()):
        problems += _validate_subset(subset, Path("subsets").index(i), kept)
    return problems


def _validate_subset(subset, path, kept):
    problems = []
    if not subset.get("addresses") and not subset.get("notReadyAddresses"):
        problems.append(field.required(path, "must specify `addresses` or `notReadyAddresses`"))
    for name in ("addresses", "notReadyAddresses"):
        for i, address in enumerate(subset.get(name) or ()):
            problems += _address(address, (path / name).index(i), kept)
    ports = subset.get("ports") or ()
    for i, port in enumerate(ports):
        problems += _port(port, (path / "ports").index(i), len(ports) > 1)
    return problems


def _address(address, path, kept):
    problems = text.ip(address.get("ip", ""), path / "ip", kept)
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
    kept = {address.get("ip") for subset in old.get("subsets") or () for name in ("addresses", "notReadyAddresses") for address in subset.get(name) or ()}
    return meta.validate_meta(obj["metadata"], True) + validate(obj, kept)


def warnings(obj, old):
    """Addresses that are written in an unusual way, unless the endpoints controller wrote them."""
    if (obj["metadata"].get("labels") or {}).get(MANAGED_BY) == CONTROLLER:
        return []
    return [found for i, subset in enumerate(obj.get("subsets") or ()) for name in ("addresses", "notReadyAddresses")
            for j, address in enumerate(subset.get(name) or ())
            for found in text.ip_warnings(address.get("ip", ""), (Path("subsets").index(i) / name).index(j) / "ip")]
