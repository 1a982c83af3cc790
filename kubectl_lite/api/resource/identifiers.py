"""How drivers, pools, attributes, shares and taints of devices are named. Each function takes (value, path) and returns field errors."""
from __future__ import annotations

import re

from kubectl_lite.api.podspec.sources import csi_driver_name as driver_name  # noqa: F401 - the same rules
from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names

MAX_POOL, MAX_DOMAIN, MAX_ID = 253, 63, 32
LONGEST_NAME = MAX_DOMAIN + 1 + MAX_ID
UNQUALIFIED = "a fully qualified name must be a domain and a name separated by a slash"
UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
NORMAL_UUID = "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters"


def pool_name(name: str, path) -> list:
    """Subdomains separated by slashes."""
    if not name:
        return [field.required(path)]
    problems = [field.too_long(path, MAX_POOL)] if names.size(name) > MAX_POOL else []
    return problems + [problem for part in name.split("/") for problem in text.dns_subdomain(part, path)]


def qualified(name: str, path) -> list:
    """validateQualifiedName: a C identifier, which may have a driver's domain before it."""
    parts = name.split("/")
    if len(parts) == 1:
        return _identifier(name, path)
    if len(parts) > 2:
        return [field.invalid(path, name, "must not contain more than one slash")]
    domain, identifier = parts
    problems = driver_name(domain, path) if domain else [field.invalid(path, "", "the domain must not be empty")]
    return problems + (_identifier(identifier, path) if identifier else [field.invalid(path, "", "the name must not be empty")])


def fully_qualified(name: str, path) -> list:
    """The same with a domain."""
    return qualified(name, path) + ([] if "/" in name else [field.invalid(path, name, UNQUALIFIED)])


def _identifier(identifier, path):
    problems = [field.too_long(path, MAX_ID)] if names.size(identifier) > MAX_ID else []
    return problems + text.each(names.c_identifier(identifier), identifier, path)


def uid(value: str, path) -> list:
    """A UUID in its usual form."""
    bare = {45: value[9:], 38: value[1:-1]}.get(len(value), value)
    if len(value) not in (32, 36, 38, 45):
        return [field.invalid(path, value, f"error validating uid: invalid UUID length: {len(value)}")]
    if len(value) == 45 and value[:9].lower() != "urn:uuid:":
        return [field.invalid(path, value, f"error validating uid: invalid urn prefix: {field.go_quote(value[:9])}")]
    if not (UUID.fullmatch(bare) or len(value) == 32 and re.fullmatch("[0-9a-fA-F]{32}", value)):
        return [field.invalid(path, value, "error validating uid: invalid UUID format")]
    return [] if len(value) == 36 and value == value.lower() else [field.invalid(path, value, NORMAL_UUID)]


def label_value(value: str, path) -> list:
    return text.each(names.label_value(value), value, path)
