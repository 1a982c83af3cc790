"""NetworkPolicy: defaults and validation. Mirrors pkg/apis/networking."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import empties, selectors, text
from kubectl_lite.machinery import field, ips, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC = Path("spec")
PROTOCOLS = ("TCP", "UDP", "SCTP")
TYPES = ("Ingress", "Egress")
# rules, and the name of their peers
RULES = (("ingress", "from"), ("egress", "to"))


def default(obj):
    spec = obj.setdefault("spec", {})
    for name, _peers in RULES:
        for rule in spec.get(name) or ():
            for port in rule.get("ports") or ():
                if port.get("protocol") is None:
                    port["protocol"] = "TCP"
    if not spec.get("policyTypes"):
        spec["policyTypes"] = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]


def bumps_generation(obj, old):
    """Go's plain comparison, for which an empty list is not nothing."""
    spec, was = obj.get("spec") or {}, old.get("spec") or {}
    return spec != was or empties.sent_anywhere(spec)


def validate(obj, kept=frozenset()):
    """`kept` are the networks of the stored policy, which may stay as they are written."""
    spec = obj.get("spec") or {}
    problems = selectors.label_selector(spec.get("podSelector") or {}, SPEC / "podSelector")
    for name, peers in RULES:
        for i, rule in enumerate(spec.get(name) or ()):
            problems += _rule(rule, peers, (SPEC / name).index(i), kept)
    types, path = spec.get("policyTypes") or (), SPEC / "policyTypes"
    if len(types) > len(TYPES):
        return problems + [field.invalid(path, types, "may not specify more than two policyTypes")]
    return problems + [field.not_supported(path.index(i), t, TYPES) for i, t in enumerate(types) if t not in TYPES]


def validate_update(obj, old):
    return validate(obj, {cidr for _, block in _blocks(old) for cidr in (block.get("cidr"), *(block.get("except") or ()))})


def _blocks(obj):
    """(path, block of addresses) of each peer that is one."""
    for name, peers in RULES:
        for i, rule in enumerate((obj.get("spec") or {}).get(name) or ()):
            for j, peer in enumerate(rule.get(peers) or ()):
                if peer.get("ipBlock") is not None:
                    yield ((SPEC / name).index(i) / peers).index(j) / "ipBlock", peer["ipBlock"]


def _rule(rule, peers, path, kept):
    problems = []
    for i, port in enumerate(rule.get("ports") or ()):
        problems += _port(port, (path / "ports").index(i))
    for i, peer in enumerate(rule.get(peers) or ()):
        problems += _peer(peer, (path / peers).index(i), kept)
    return problems


def _port(port, path):
    protocol, value, end = port.get("protocol"), port.get("port"), port.get("endPort")
    problems, at = [], path / "endPort"
    if protocol is not None and protocol not in PROTOCOLS:
        problems.append(field.not_supported(path / "protocol", protocol, PROTOCOLS))
    if value is None:
        return problems + ([field.invalid(at, end, "may not be specified when `port` is not specified")] if end is not None else [])
    if isinstance(value, int):
        problems += text.port_number(value, path / "port")
        if end is not None:
            problems += [field.invalid(at, value, "must be greater than or equal to `port`")] if end < value else []
            problems += text.port_number(end, at)
        return problems
    if end is not None:
        problems.append(field.invalid(at, end, "may not be specified when `port` is non-numeric"))
    return problems + text.each(names.port_name(value), value, path / "port")


def _peer(peer, path, kept):
    problems, found = [], 0
    for name in ("podSelector", "namespaceSelector"):
        if peer.get(name) is not None:
            found += 1
            problems += selectors.label_selector(peer[name], path / name)
    block = peer.get("ipBlock")
    if block is not None:
        problems += _block(block, path / "ipBlock", kept)
    elif not found:
        problems.append(field.required(path, "must specify a peer"))
    if block is not None and found:
        problems.append(field.forbidden(path, "may not specify both ipBlock and another peer"))
    return problems


def _block(block, path, kept):
    cidr = block.get("cidr") or ""
    if not cidr:
        return [field.required(path / "cidr")]
    problems, whole = text.cidr(cidr, path / "cidr", kept), ips.parse_cidr(cidr)
    if whole is None:
        return problems
    for i, excepted in enumerate(block.get("except") or ()):
        at, part = (path / "except").index(i), ips.parse_cidr(excepted)
        problems += text.cidr(excepted, at, kept)
        if part is not None and not _inside(part, whole):
            problems.append(field.invalid(at, excepted, "must be a strict subset of `cidr`"))
    return problems


def _inside(part, whole) -> bool:
    """Whether one network is a true part of another."""
    width = 32 if whole[0] == 4 else 128
    return part[0] == whole[0] and part[3] > whole[3] and part[2] >> (width - whole[3]) == whole[2] >> (width - whole[3])


def warnings(obj, old):
    """Of networks that are written in an unusual way."""
    found = []
    for path, block in _blocks(obj):
        found += text.cidr_warnings(block.get("cidr") or "", path / "cidr")
        for i, excepted in enumerate(block.get("except") or ()):
            found += text.cidr_warnings(excepted, (path / "except").index(i))
    return found
