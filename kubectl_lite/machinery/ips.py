"""IP addresses and CIDRs as Go reads and prints them: the sloppy readers of k8s.io/utils/net (leading zeros are decimal)
and the strict ones of net/netip. No field errors here.

Implemented on whole numbers, because the standard library's module costs too much start-up time.
"""
from __future__ import annotations


def parse_ip(text: str) -> tuple[int, int] | None:
    """(version, number) of an address, leading zeros allowed; an IPv4-mapped IPv6 address counts as version 4, as net.IP does."""
    if ":" not in text:
        number = _v4(text, sloppy=True)
        return None if number is None else (4, number)
    number = _v6(text, sloppy=True)
    if number is None:
        return None
    return (4, number & 0xFFFFFFFF) if number >> 32 == 0xFFFF else (6, number)


def parse_strict(text: str) -> tuple[int, int] | None:
    """As netip.ParseAddr without a zone: no leading zeros, mapped addresses stay version 6."""
    if ":" not in text:
        number = _v4(text, sloppy=False)
        return None if number is None else (4, number)
    number = _v6(text, sloppy=False)
    return None if number is None else (6, number)


def format_ip(version: int, number: int) -> str:
    """The canonical text (RFC 5952 for version 6)."""
    if version == 4:
        return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    start, length = _longest_zero_run(groups)
    if length < 2:
        return ":".join(f"{g:x}" for g in groups)
    head = ":".join(f"{g:x}" for g in groups[:start])
    tail = ":".join(f"{g:x}" for g in groups[start + length:])
    return f"{head}::{tail}"


def parse_cidr(text: str):
    """(version, address, network, prefix length) of a CIDR, host bits allowed, leading zeros too; None when it is none."""
    address, slash, bits = text.partition("/")
    if not slash or not bits.isdigit() or not bits.isascii() or len(bits) > 3:
        return None
    v6_text = ":" in address
    number = _v6(address, True) if v6_text else _v4(address, True)
    width = 128 if v6_text else 32
    if number is None or int(bits) > width:
        return None
    length = int(bits)
    network = number >> (width - length) << (width - length)
    return (6 if v6_text else 4), number, network, length


def _v4(text: str, sloppy: bool) -> int | None:
    parts = text.split(".")
    if len(parts) != 4:
        return None
    number = 0
    for part in parts:
        if not part.isdigit() or not part.isascii():
            return None
        if not sloppy and (len(part) > 3 or (len(part) > 1 and part[0] == "0")):
            return None
        value = int(part[-20:])
        if value > 255:
            return None
        number = number << 8 | value
    return number


def _v6(text: str, sloppy: bool) -> int | None:
    if "%" in text:
        return None
    head, gap, tail = text.partition("::")
    if gap and "::" in tail:
        return None
    left, right = _groups(head, sloppy, not gap), _groups(tail, sloppy, True)
    if left is None or right is None:
        return None
    count = len(left) + len(right)
    if (gap and count > 7) or (not gap and count != 8):
        return None
    number = 0
    for group in left + [0] * (8 - count) + right:
        number = number << 16 | group
    return number


def _groups(text: str, sloppy: bool, last: bool) -> list[int] | None:
    if not text:
        return []
    parts, groups = text.split(":"), []
    for i, part in enumerate(parts):
        if "." in part and last and i == len(parts) - 1:
            v4 = _v4(part, sloppy)
            if v4 is None:
                return None
            groups += [v4 >> 16, v4 & 0xFFFF]
        elif 1 <= len(part) <= 4 and all(c in "0123456789abcdefABCDEF" for c in part):
            groups.append(int(part, 16))
        else:
            return None
    return groups


def _longest_zero_run(groups):
    best = (0, 0)
    i = 0
    while i < len(groups):
        j = i
        while j < len(groups) and groups[j] == 0:
            j += 1
        if j - i > best[1]:
            best = (i, j - i)
        i = max(j, i + 1)
    return best
