"""IP addresses, CIDRs and URLs."""
from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import parse_qs, urlsplit

from kubectl_lite.machinery.cel.errors import EvaluationError


class Cidr:
    """A CIDR as it was written: an address inside its network."""
    __slots__ = ("ip", "network")

    def __init__(self, text):
        address, _, length = text.partition("/")
        self.ip, self.network = ip_address(address), ip_network(f"{address}/{int(length)}", strict=False)

    def __eq__(self, other):
        return isinstance(other, Cidr) and (self.ip, self.network) == (other.ip, other.network)

    def __str__(self):
        return f"{self.ip}/{self.network.prefixlen}"


class Url:
    """A parsed absolute URL or path."""
    __slots__ = ("parts",)

    def __init__(self, text):
        self.parts = urlsplit(text)
        if not (self.parts.scheme or text.startswith("/")) or " " in text:
            raise ValueError(text)


def _made(make, what):
    def function(text):
        try:
            return make(text)
        except ValueError:
            raise EvaluationError(f"{what} {text!r} parse error during conversion from string") from None
    return function


def _is(make):
    def function(text):
        try:
            make(text)
        except ValueError:
            return False
        return True
    return function


def _of(kind, function):
    return lambda value, *rest: function(value, *rest) if isinstance(value, kind) else NotImplemented


def _is_ip(value):
    return hasattr(value, "is_loopback") and hasattr(value, "packed")


def _of_ip(function):
    return lambda value: function(value) if _is_ip(value) else NotImplemented


def _contains_cidr(cidr, other):
    other = other if isinstance(other, Cidr) else Cidr(other)
    return other.network.version == cidr.network.version and other.network.subnet_of(cidr.network)


def _query(url):
    return parse_qs(url.parts.query, keep_blank_values=True)


FUNCTIONS = {"ip": _made(ip_address, "IP Address"), "isIP": _is(ip_address), "ip.isCanonical": lambda t: str(ip_address(t)) == t,
             "cidr": _made(Cidr, "CIDR"), "isCIDR": _is(Cidr), "url": _made(Url, "URL"), "isURL": _is(Url)}
METHODS = {
    "family": _of_ip(lambda a: a.version), "isUnspecified": _of_ip(lambda a: a.is_unspecified), "isLoopback": _of_ip(lambda a: a.is_loopback),
    "isLinkLocalMulticast": _of_ip(lambda a: a.is_multicast and a.is_link_local), "isLinkLocalUnicast": _of_ip(lambda a: a.is_link_local),
    "isGlobalUnicast": _of_ip(lambda a: not (a.is_unspecified or a.is_loopback or a.is_multicast or a.is_link_local)),
    "containsIP": _of(Cidr, lambda c, a: (a if _is_ip(a) else ip_address(a)) in c.network), "containsCIDR": _of(Cidr, _contains_cidr),
    "ip": _of(Cidr, lambda c: c.ip), "masked": _of(Cidr, lambda c: Cidr(str(c.network))), "prefixLength": _of(Cidr, lambda c: c.network.prefixlen),
    "getScheme": _of(Url, lambda u: u.parts.scheme), "getHost": _of(Url, lambda u: u.parts.netloc), "getHostname": _of(Url, lambda u: u.parts.hostname or ""),
    "getPort": _of(Url, lambda u: str(u.parts.port or "")), "getEscapedPath": _of(Url, lambda u: u.parts.path), "getQuery": _of(Url, _query),
}
