"""The hashes in names and labels, written in the alphabet of generated names: of a dump of a pod template, of the bytes of a revision."""
from __future__ import annotations

from kubectl_lite.api import godump
from kubectl_lite.machinery import gojson
from kubectl_lite.machinery.env import ALPHABET

OFFSET, PRIME = 2166136261, 16777619
TEMPLATE = "io.k8s.api.core.v1.PodTemplateSpec"


def fnv32a(data: bytes) -> int:
    """The 32 bit FNV-1a hash."""
    value = OFFSET
    for byte in data:
        value = (value ^ byte) * PRIME & 0xFFFFFFFF
    return value


def fnv32(data: bytes) -> int:
    """The 32 bit FNV-1 hash."""
    value = OFFSET
    for byte in data:
        value = (value * PRIME & 0xFFFFFFFF) ^ byte
    return value


def safe_encode(text: str) -> str:
    """Each character as one of the alphabet of generated names: no vowels, so no words (rand.SafeEncodeString)."""
    return "".join(ALPHABET[ord(char) % len(ALPHABET)] for char in text)


def template_hash(template: dict, collisions: int | None = None) -> str:
    """The hash of a pod template (ComputeHash); `collisions` is the status's collision count, which makes another one."""
    data = godump.dump(template, TEMPLATE).encode()
    if collisions is not None:
        data += collisions.to_bytes(8, "little")
    return safe_encode(str(fnv32a(data)))


def data_hash(data: dict, collisions: int | None = None) -> str:
    """The hash of a revision's data (HashControllerRevision): of its JSON as Go writes it."""
    text = gojson.compact(data) + ("" if collisions is None else str(collisions))
    return safe_encode(str(fnv32(text.encode())))
