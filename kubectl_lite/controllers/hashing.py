"""The hashes in names and labels: FNV-1a of a template, written in the alphabet of generated names.

Kubernetes hashes a dump of the Go value; here it is the canonical JSON of the object, so equal templates have equal hashes, in every process and for ever.
"""
from __future__ import annotations

import json

from kubectl_lite.machinery.env import ALPHABET

OFFSET, PRIME = 2166136261, 16777619


def fnv32a(data: bytes) -> int:
    """The 32 bit FNV-1a hash."""
    value = OFFSET
    for byte in data:
        value = (value ^ byte) * PRIME & 0xFFFFFFFF
    return value


def safe_encode(text: str) -> str:
    """Each character as one of the alphabet of generated names: no vowels, so no words (rand.SafeEncodeString)."""
    return "".join(ALPHABET[ord(char) % len(ALPHABET)] for char in text)


def template_hash(template: dict, collisions: int | None = None) -> str:
    """The hash of a pod template (ComputeHash); `collisions` is the status's collision count, which makes another one."""
    data = json.dumps(template, sort_keys=True, separators=(",", ":")).encode()
    if collisions is not None:
        data += collisions.to_bytes(8, "little")
    return safe_encode(str(fnv32a(data)))
