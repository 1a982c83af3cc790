"""Ownership: keeps metadata.managedFields true on every write. The rules are machinery/managedfields; this file feeds them.

on_create and on_update run before admission (as Kubernetes does), settle just before the write; apply merges a server-side apply.
"""
from __future__ import annotations

from kubectl_lite.machinery.managedfields import schema as nodes
from kubectl_lite.machinery.managedfields.manager import FieldManager, same_but_times
from kubectl_lite.machinery.managedfields.updater import Converter, drop

OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

# what a write of the object itself never owns, and what one of its parts alone owns (each kind's GetResetFields)
STATUS, SPEC = {"f:status": {}}, {"f:spec": {}}
EVERYTHING_BUT_STATUS = {"f:spec": {}, "f:metadata": {}}
RESET = {
    ("CertificateSigningRequest", ""): {"f:spec": {}, "f:status": {}},
    ("Deployment", "status"): {"f:spec": {}, "f:metadata": {"f:labels": {}}},
    ("Pod", "status"): {"f:spec": {}, "f:metadata": {"f:deletionTimestamp": {}, "f:ownerReferences": {}}},
    ("CertificateSigningRequest", "status"): {"f:spec": {}, "f:status": {"f:conditions": {}}},
    ("CertificateSigningRequest", "approval"): {"f:spec": {}, "f:status": {"f:certificate": {}}},
    ("CustomResourceDefinition", "status"): EVERYTHING_BUT_STATUS,
    ("VolumeAttachment", "status"): EVERYTHING_BUT_STATUS,
    ("ServiceCIDR", "status"): EVERYTHING_BUT_STATUS,
    ("FlowSchema", "status"): EVERYTHING_BUT_STATUS,
    ("PriorityLevelConfiguration", "status"): EVERYTHING_BUT_STATUS,
    ("APIService", "status"): EVERYTHING_BUT_STATUS,
    ("ResourceClaim", "status"): EVERYTHING_BUT_STATUS,
}

_facts = None
_managers: dict = {}


def on_create(scope, obj: dict) -> None:
    """Record the writer of a new object's fields."""
    manager(scope).create(obj, scope.field_manager)


def on_update(scope, obj: dict, old: dict) -> None:
    """Record who owns what after an update."""
    manager(scope).update(old, obj, scope.field_manager)


def settle(obj: dict, old: dict) -> None:
    """Keep the old timestamps when nothing but they would change."""
    same_but_times(obj, old)


def apply(scope, live: dict | None, config: dict, force: bool) -> dict:
    """A server-side apply merged into the live object (None: there is none); a Conflict when others own what it changes."""
    return manager(scope).apply(live, config, scope.field_manager, force)


def merged(scope, resource, obj: dict, config: dict) -> dict:
    """A configuration laid over an object of a resource by the rules of server-side apply, without recording an owner."""
    from kubectl_lite.machinery.managedfields import typed
    return typed.merge(_manager(resource, scope.subresource).node, obj, config)


def atomics(scope, resource, config: dict) -> list[str]:
    """The paths in a configuration of lists, maps and structs that are replaced as a whole; Misfit when it does not fit its schema."""
    from kubectl_lite.machinery.managedfields import typed
    node = _manager(resource, scope.subresource).node
    typed.check(node, config)
    return list(typed.atomics(node, config))


def manager(scope) -> FieldManager:
    """The field manager of a scope's resource and subresource."""
    fields = _manager(scope.resource, scope.subresource)
    fields.now = scope.env.timestamp
    return fields


def _manager(resource, part):
    """A manager; those of built-in kinds are made once."""
    key = (resource.group, resource.version, resource.name, part)
    found = _managers.get(key)
    if found is None or resource.crd is not None and found[1] is not resource.crd:
        found = (_make(resource, part), resource.crd)
        _managers[key] = found
    return found[0]


def _make(resource, part):
    from kubectl_lite.api import codec
    if resource.crd is not None:
        from kubectl_lite.apiserver.crd import ownership as custom
        return custom.field_manager(resource, part, facts().node(OBJECT_META))
    node = facts().node(resource.schema)
    return FieldManager(node, resource.api_version, resource.kind, None, codec.zero(resource.schema), part, ignored(resource, part), Versions(resource, node))


def facts():
    """The nodes of the built-in types."""
    global _facts
    if _facts is None:
        from kubectl_lite.api import schema
        _facts = nodes.Facts(schema.definition)
    return _facts


def ignored(resource, part):
    """The filter of what this endpoint does not write, None when it writes everything."""
    if part in ("", "finalize", "resize", "ephemeralcontainers"):
        which = RESET.get((resource.kind, "")) or (STATUS if "status" in resource.subresources else None)
        return drop(which) if which else None
    which = RESET.get((resource.kind, part)) or (SPEC if part == "status" else None)
    return drop(which) if which else None


class Versions(Converter):
    """How an object looks in the other versions of its kind, for managers that wrote in one of them."""
    __slots__ = ("resource",)

    def __init__(self, resource, node):
        super().__init__(node)
        self.resource = resource

    def to(self, value, version):
        if version == self.resource.api_version:
            return value, self.node
        from kubectl_lite.api import resources
        from kubectl_lite.api.conversion import convert
        group, _, name = version.rpartition("/")
        other = resources.find_kind(group, name, self.resource.kind)
        return (convert(value, version), facts().node(other.schema)) if other else None
