"""IPAddress: its name is the address, canonical; it refers to what uses it."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, references, text
from kubectl_lite.machinery import field, ips, names
from kubectl_lite.machinery.field import Path

FAMILY, MANAGED_BY, MANAGER = "ipaddress.kubernetes.io/ip-family", "ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io"
PARENT = Path("spec.parentRef")
SELECTABLE = ()
TYPE = "io.k8s.api.networking.v1.ParentReference"


def NAME_CHECK(name):  # noqa: N802 - a slot of the kinds' contract
    """A canonical address."""
    parsed = ips.parse_strict(name)
    if parsed is None:
        return [text.IP_TEXT]
    canonical = ips.format_ip(*parsed)
    return [] if canonical == name else [f'must be in canonical form ("{canonical}")']


def validate(obj):
    parent = (obj.get("spec") or {}).get("parentRef")
    if parent is None:
        return [field.required(PARENT)]
    problems = text.dns_subdomain(parent["group"], PARENT / "group") if parent.get("group") else []
    problems += references.segment(parent.get("resource") or "", PARENT / "resource")
    problems += references.segment(parent.get("name") or "", PARENT / "name")
    namespace = parent.get("namespace") or ""
    return problems + text.each(names.path_segment(namespace), namespace, PARENT / "namespace")


def validate_update(obj, old):
    new, was = (obj.get("spec") or {}).get("parentRef"), (old.get("spec") or {}).get("parentRef")
    problems = meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj)
    if new == was:
        return problems
    from kubectl_lite.api import internal
    return problems + [field.invalid(PARENT, internal.value(new, TYPE), "field is immutable")]
