"""Secret: stringData, types with their required keys, size, immutability."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import LOCKED, MAX_SIZE, decoded_size, prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

SELECTABLE = ("type",)
OPAQUE = "Opaque"
SERVICE_ACCOUNT = "kubernetes.io/service-account-token"
SERVICE_ACCOUNT_NAME = "kubernetes.io/service-account.name"
DOCKERCFG, DOCKERCONFIG = "kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson"
TLS, TLS_KEYS = "kubernetes.io/tls", ("tls.crt", "tls.key")
DATA = Path("data")

# type: (key, must be JSON)
JSON_TYPES = {DOCKERCFG: ".dockercfg", DOCKERCONFIG: ".dockerconfigjson"}


def selectable_fields(obj):
    return {"type": obj.get("type", "")}


def default(obj):
    """The type, and stringData written over data."""
    obj["type"] = obj.get("type") or OPAQUE
    strings = obj.pop("stringData", None)
    if strings:
        from base64 import b64encode
        data = dict(obj.get("data") or {})
        data.update({key: b64encode(value.encode()).decode() for key, value in strings.items()})
        obj["data"] = data


def prepare_for_update(obj, old):
    """A secret whose type is not said keeps it."""
    if not obj.get("type"):
        obj["type"] = old.get("type", OPAQUE)


def validate(obj):
    data = obj.get("data") or {}
    problems, total = [], 0
    for key in sorted(data):
        problems += text.config_key(key, DATA.key(key))
        total += decoded_size(data[key])
    if total > MAX_SIZE:
        problems.append(field.too_long(DATA, MAX_SIZE))
    return problems + _type_problems(obj, data)


def _type_problems(obj, data):
    kind = obj.get("type", "")
    if kind == SERVICE_ACCOUNT:
        if not (obj["metadata"].get("annotations") or {}).get(SERVICE_ACCOUNT_NAME):
            return [field.required(Path("metadata.annotations").key(SERVICE_ACCOUNT_NAME))]
    elif kind in JSON_TYPES:
        return _json_problems(data, JSON_TYPES[kind])
    elif kind == "kubernetes.io/basic-auth":
        if "username" not in data and "password" not in data:
            return [field.required(DATA.key("username")), field.required(DATA.key("password"))]
    elif kind == "kubernetes.io/ssh-auth":
        if not data.get("ssh-privatekey"):
            return [field.required(DATA.key("ssh-privatekey"))]
    elif kind == TLS:
        return [field.required(DATA.key(key)) for key in TLS_KEYS if key not in data]
    return []


def _json_problems(data, key):
    """A docker configuration must be a JSON object; the value itself is not shown."""
    from base64 import b64decode
    if key not in data:
        return [field.required(DATA.key(key))]
    from kubectl_lite.api.podspec import serialized
    _, problem = serialized.read(b64decode(data[key]).decode("utf-8", "replace"), dict, "map[string]interface {}")
    return [field.invalid(DATA.key(key), "<secret contents redacted>", problem)] if problem else []


def validate_update(obj, old):
    problems = text.immutable(obj.get("type"), old.get("type"), "type")
    if old.get("immutable"):
        if not obj.get("immutable"):
            problems.append(field.forbidden("immutable", LOCKED))
        if (obj.get("data") or {}) != (old.get("data") or {}):
            problems.append(field.forbidden("data", LOCKED))
    return problems + meta.validate_meta(obj["metadata"], True) + validate(obj)


def warnings(obj, old):
    """A certificate and a key that do not belong together."""
    if obj.get("type") != TLS:
        return []
    from base64 import b64decode
    from kubectl_lite.machinery import tlspair
    problem = tlspair.problem(*(b64decode((obj.get("data") or {}).get(key, "")) for key in TLS_KEYS))
    return [problem] if problem else []
