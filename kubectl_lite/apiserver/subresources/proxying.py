"""Where a proxied request leads: pods, services and nodes named as NAME, NAME:PORT or SCHEME:NAME:PORT. Mirrors their ResourceLocation functions."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import errors

KINDS = {"pods": "pod", "services": "service", "nodes": "node"}
SCHEMES = ("", "http", "https")


def find(scope) -> None:
    """Check that the request leads somewhere: BadRequest, NotFound or ServiceUnavailable where it does not."""
    name, port = _name(scope)
    CHECKS[scope.resource.name](scope, name, port)


def _name(scope):
    """(name, port) of what the URL names."""
    parts = scope.name.split(":")
    scheme, name, port = {1: ["", *parts, ""], 2: ["", *parts], 3: parts}.get(len(parts), ["?", "", ""])
    if scheme not in SCHEMES or not name:
        raise errors.bad_request(f'invalid {KINDS[scope.resource.name]} request "{scope.name}"')
    return name, port


def _pod(scope, name, _port):
    status = scope.objects.get(scope.resource, scope.namespace, name).get("status") or {}
    address = ((status.get("podIPs") or [{}])[0]).get("ip", "")
    if not _global_unicast(address):
        raise errors.bad_request("address not allowed")


def _global_unicast(text):
    """Whether a text is an address that one host of a network may have (net.IP.IsGlobalUnicast)."""
    from ipaddress import ip_address
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_loopback or address.is_multicast or address.is_link_local or text == "255.255.255.255")


def _node(scope, name, _port):
    scope.objects.get(scope.resource, "", name)


def _service(scope, name, port):
    if port.isascii() and port.isdigit():
        service = scope.objects.get(scope.resource, scope.namespace, name)
        found = [p for p in service["spec"].get("ports") or () if p["port"] == int(port)]
        if not found:
            raise errors.service_unavailable(f'no service port {int(port)} found for service "{name}"')
        port = found[0].get("name", "")
    subsets = scope.objects.get(resources.find("", "v1", "endpoints"), scope.namespace, name).get("subsets") or ()
    if not subsets:
        raise errors.service_unavailable(f'no endpoints available for service "{name}"')
    if not any(subset.get("addresses") and any(p.get("name", "") == port for p in subset.get("ports") or ()) for subset in subsets):
        raise errors.service_unavailable(f'no endpoints available for service "{scope.name}"')


CHECKS = {"pods": _pod, "services": _service, "nodes": _node}
