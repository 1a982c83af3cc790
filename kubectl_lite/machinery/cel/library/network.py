"""IP addresses, CIDRs and URLs."""
from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import parse_qs, urlsplit

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.field import go_quote


def _ip(text):
    """An IP address as Kubernetes takes it: without a zone, and no IPv4 address in the clothes of an IPv6 one."""
    try:
        found = ip_address(text)
    except ValueError:
        raise EvaluationError(f'IP Address {go_quote(text)} parse error during conversion from string: ParseAddr({go_quote(text)}): unable to parse IP') from None
    if getattr(found, "scope_id", None):
        raise EvaluationError(f"IP address {go_quote(text)} with zone value is not allowed")
    if getattr(found, "ipv4_mapped", None):
        raise EvaluationError(f"IPv4-mapped IPv6 address {go_quote(text)} is not allowed")
    return found


class Cidr:
    """A CIDR as it was written: an address inside its network."""
    __slots__ = ("ip", "network")

    def __init__(self, text):
        address, slash, length = text.partition("/")
        problem = "" if slash else "no '/'"
        try:
            self.ip = _ip(address)
            self.network = ip_network(f"{address}/{int(length) if length.isascii() and length.isdigit() else 'x'}", strict=False)
        except ValueError:
            problem = problem or f"bad bits after slash: {go_quote(length)}"
        if problem:
            raise EvaluationError(f"network address parse error during conversion from string: netip.ParsePrefix({go_quote(text)}): {problem}")

    def __eq__(self, other):
        return isinstance(other, Cidr) and (self.ip, self.network) == (other.ip, other.network)

    def __str__(self):
        return f"{self.ip}/{self.network.prefixlen}"


class Url:
    """A parsed absolute URL or path."""
    __slots__ = ("parts",)

    def __init__(self, text):
        try:
            self.parts = urlsplit(text)
            fit = (self.parts.scheme or text.startswith("/")) and " " not in text.partition("?")[0]
        except ValueError:
            fit = False
        if not fit:
            raise EvaluationError(f"URL parse error during conversion from string: parse {go_quote(text)}: invalid URI for request")


def _is(make):
    def function(text):
        try:
            make(text)
        except EvaluationError:
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


FUNCTIONS = {"ip": _ip, "isIP": _is(_ip), "ip.isCanonical": lambda t: str(_ip(t)) == t, "cidr": Cidr, "isCIDR": _is(Cidr), "url": Url, "isURL": _is(Url)}
METHODS = {
    "family": _of_ip(lambda a: a.version), "isUnspecified": _of_ip(lambda a: a.is_unspecified), "isLoopback": _of_ip(lambda a: a.is_loopback),
    "isLinkLocalMulticast": _of_ip(lambda a: a.is_multicast and a.is_link_local), "isLinkLocalUnicast": _of_ip(lambda a: a.is_link_local),
    "isGlobalUnicast": _of_ip(lambda a: not (a.is_unspecified or a.is_loopback or a.is_multicast or a.is_link_local)),
    "containsIP": _of(Cidr, lambda c, a: (a if _is_ip(a) else _ip(a)) in c.network), "containsCIDR": _of(Cidr, _contains_cidr),
    "ip": _of(Cidr, lambda c: c.ip), "masked": _of(Cidr, lambda c: Cidr(str(c.network))), "prefixLength": _of(Cidr, lambda c: c.network.prefixlen),
    "getScheme": _of(Url, lambda u: u.parts.scheme), "getHost": _of(Url, lambda u: u.parts.netloc.rpartition("@")[2]), "getHostname": _of(Url, lambda u: u.parts.hostname or ""),
    "getPort": _of(Url, lambda u: str(u.parts.port or "")), "getEscapedPath": _of(Url, lambda u: u.parts.path), "getQuery": _of(Url, _query),
}
