"""Field managers of custom resources."""
from __future__ import annotations

from kubectl_lite.apiserver.crd import serving, versions
from kubectl_lite.machinery.managedfields import schema as nodes
from kubectl_lite.machinery.managedfields.manager import FieldManager
from kubectl_lite.machinery.managedfields.nodes import settled
from kubectl_lite.machinery.managedfields.updater import Converter, drop, only


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


class Versions(Converter):
    """A custom object in the other versions of its definition, which may have changed since it was written."""
    __slots__ = ("resource", "metadata")

    def __init__(self, resource, node, metadata):
        super().__init__(node)
        self.resource, self.metadata = resource, metadata

    def to(self, value, version):
        node = self._in(version)
        if version == self.resource.api_version or node is None:
            return node and (value, node)
        kept, _dropped = serving.prune(value, versions.schema(self.resource.crd, version.rpartition("/")[2]))
        kept["apiVersion"] = version
        return kept, node

    def _in(self, version):
        """The node of a version, None when the definition has no such version (any more)."""
        if version == self.resource.api_version:
            return self.node
        group, _, name = version.rpartition("/")
        known = group == self.resource.group and versions.of(self.resource.crd, name)
        return _node(self.resource.crd, name, self.metadata) if known else None

    def settled(self, managers):
        known = {version: self._in(version) for version in {owned.version for owned in managers.values()}}
        return {who: owned._replace(fields=settled(owned.fields, known[owned.version])) for who, owned in managers.items()}
