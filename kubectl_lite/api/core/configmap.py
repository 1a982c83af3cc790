"""ConfigMap: keys, total size and immutability."""
from __future__ import annotations

from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

DATA, BINARY_DATA = Path("data"), Path("binaryData")
MAX_SIZE = 1024 * 1024


def prepare_for_create(obj):
    """Nothing: a ConfigMap has no status."""


def prepare_for_update(obj, old):
    """Nothing: a ConfigMap has no status."""


def validate(obj):
    data, binary = obj.get("data") or {}, obj.get("binaryData") or {}
    problems, total = [], 0
    for key in sorted(data):
        path = DATA.key(key)
        problems += text.config_key(key, path)
        if key in binary:
            problems.append(field.invalid(path, key, "duplicate of key present in binaryData"))
        total += names.size(data[key])
    for key in sorted(binary):
        problems += text.config_key(key, BINARY_DATA.key(key))
        total += decoded_size(binary[key])
    if total > MAX_SIZE:
        problems.append(field.too_long("[]", MAX_SIZE))
    return problems


def decoded_size(encoded: str) -> int:
    """The length of what a base64 text holds."""
    return len(encoded) * 3 // 4 - encoded[-2:].count("=")


def validate_update(obj, old):
    problems = []
    if old.get("immutable"):
        if not obj.get("immutable"):
            problems.append(field.forbidden("immutable", LOCKED))
        problems += [field.forbidden(name, LOCKED) for name in ("data", "binaryData") if (obj.get(name) or {}) != (old.get(name) or {})]
    return problems + meta.validate_meta(obj["metadata"], True) + validate(obj)


LOCKED = "field is immutable when `immutable` is set"
