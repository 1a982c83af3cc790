"""Resource: one served API resource, built-in or custom; the row that discovery, the server, the client and the printers share."""
from __future__ import annotations


class Resource:
    """One resource of one group version. `group_resource` ("pods", "deployments.apps") and `group_kind` are how messages name it.

    `schema` is the definition name of its type, `storage_prefix` the key prefix below /registry of its objects,
    `storage_version` the version its objects are stored in, `subresources` maps names to their verbs.
    """
    __slots__ = ("group", "version", "name", "singular", "kind", "namespaced", "verbs", "short_names", "categories",
                 "subresources", "schema", "storage_prefix", "storage_version", "crd", "api_version", "group_resource", "group_kind")

    def __init__(self, group, version, name, kind, namespaced, verbs=(), singular="", short_names=(), categories=(),
                 subresources=None, schema="", storage_prefix="", storage_version="", crd=None):
        self.group, self.version, self.name, self.kind, self.namespaced = group, version, name, kind, namespaced
        self.verbs, self.singular = tuple(verbs), singular or kind.lower()
        self.short_names, self.categories = tuple(short_names), tuple(categories)
        self.subresources = subresources or {}
        self.schema, self.storage_prefix, self.storage_version = schema, storage_prefix, storage_version or version
        self.crd = crd
        self.api_version = f"{group}/{version}" if group else version
        self.group_resource, self.group_kind = (f"{name}.{group}", f"{kind}.{group}") if group else (name, kind)

    def __repr__(self):
        return f"Resource({self.api_version}/{self.name})"

    def path(self, namespace: str = "", name: str = "", subresource: str = "") -> str:
        """The URL path of the collection, or of one object, or of its subresource."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        if self.namespaced and namespace:
            root += f"/namespaces/{namespace}"
        path = f"{root}/{self.name}"
        if name:
            path += f"/{name}"
        return f"{path}/{subresource}" if subresource else path

    def key(self, namespace: str, name: str) -> str:
        """The storage key of one object."""
        return f"{self.storage_prefix}/{namespace}/{name}" if self.namespaced else f"{self.storage_prefix}/{name}"

    def prefix(self, namespace: str = "") -> str:
        """The storage key prefix (with its closing slash) of a collection."""
        return f"{self.storage_prefix}/{namespace}/" if self.namespaced and namespace else f"{self.storage_prefix}/"
