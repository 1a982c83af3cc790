"""ServiceCIDR: one range for each IP family; the first never changes."""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, ips
from kubectl_lite.machinery.field import Path

HAS_GENERATION = False
CIDRS = Path("spec.cidrs")
IMMUTABLE = "field is immutable"


def prepare_for_create(obj):
    obj["status"] = {}


def validate(obj):
    cidrs = (obj.get("spec") or {}).get("cidrs") or []
    if not cidrs:
        return [field.required(CIDRS, "at least one CIDR required")]
    if len(cidrs) > 2:
        return [field.invalid(CIDRS, cidrs, "may only hold up to 2 values")]
    if len(cidrs) == 2:
        parsed = [ips.parse_cidr(c) for c in cidrs]
        if None in parsed or parsed[0][0] == parsed[1][0]:
            return [field.invalid(CIDRS, cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64")]
    problems = []
    for i, cidr in enumerate(cidrs):
        problems += strict_cidr(cidr, CIDRS.index(i))
    return problems


def strict_cidr(value, path):
    """IsValidCIDR: readable, no host bits, canonical."""
    parsed = ips.parse_cidr(value)
    if parsed is None:
        return [field.invalid(path, value, text.CIDR_TEXT)]
    version, address, network, length = parsed
    canonical = f"{ips.format_ip(version, network)}/{length}"
    if address != network:
        return [field.invalid(path, value, "must not have bits set beyond the prefix length")]
    return [] if value == canonical else [field.invalid(path, value, f'must be in canonical form ("{canonical}")')]


def validate_update(obj, old):
    new, was = (obj.get("spec") or {}).get("cidrs"), (old.get("spec") or {}).get("cidrs") or []
    if len(new or ()) == len(was):
        return [field.invalid(CIDRS.index(i), new[i], IMMUTABLE) for i in range(len(was)) if new[i] != was[i]]
    if len(was) == 1 and len(new or ()) == 2:
        problems = [field.invalid(CIDRS.index(0), new[0], IMMUTABLE)] if new[0] != was[0] else []
        return problems + validate(obj)
    return [field.invalid(CIDRS, as_sent(obj.get("spec") or {}, "cidrs"), IMMUTABLE)]
