"""Field managers of custom resources."""
from __future__ import annotations

from kubectl_lite.apiserver.crd import serving, versions
from kubectl_lite.machinery.managedfields import schema as nodes
from kubectl_lite.machinery.managedfields.manager import FieldManager
from kubectl_lite.machinery.managedfields.updater import drop, only


def field_manager(resource, part: str, metadata) -> FieldManager:
    """The field manager of one version (and subresource) of a custom resource; `metadata` is the node of ObjectMeta."""
    crd = resource.crd
    node = _node(crd, resource.version, metadata)
    ignored = None
    if part == "status":
        ignored = only("f:status")
    elif versions.has_status(crd, resource.version):
        ignored = drop({"f:status": {}})
    return FieldManager(node, resource.api_version, resource.kind, None, {}, part, ignored, Versions(resource, node, metadata))


def _node(crd, version, metadata):
    schema = versions.schema(crd, version)
    return nodes.custom_object(schema, metadata)


class Versions:
    """A custom object in the other versions of its definition."""
    __slots__ = ("resource", "node", "metadata")

    def __init__(self, resource, node, metadata):
        self.resource, self.node, self.metadata = resource, node, metadata

    def to(self, value, version):
        if version == self.resource.api_version:
            return value, self.node
        group, _, name = version.rpartition("/")
        if group != self.resource.group or not versions.of(self.resource.crd, name):
            return None
        kept, _dropped = serving.prune(value, versions.schema(self.resource.crd, name))
        kept["apiVersion"] = version
        return kept, _node(self.resource.crd, name, self.metadata)
