"""Attributes: what an admission plug-in gets to see of a write. `obj` may be changed by `admit` only."""
from __future__ import annotations


class Attributes:
    """One write on its way: operation is CREATE, UPDATE, DELETE or CONNECT; obj is None for DELETE, old is None for CREATE."""
    __slots__ = ("scope", "operation", "obj", "old", "options")

    def __init__(self, scope, operation, obj, old, options=None):
        self.scope, self.operation, self.obj, self.old, self.options = scope, operation, obj, old, options

    @property
    def server(self):
        return self.scope.server

    @property
    def objects(self):
        """Read access to stored objects (apiserver.objects.Objects)."""
        return self.scope.objects

    @property
    def resource(self):
        return self.scope.resource

    @property
    def kind(self) -> str:
        return self.scope.resource.kind

    @property
    def group(self) -> str:
        return self.scope.resource.group

    @property
    def subresource(self) -> str:
        return self.scope.subresource

    @property
    def namespace(self) -> str:
        """The namespace of the request; for a Namespace its own name, as Kubernetes has it."""
        return self.scope.info.namespace

    @property
    def name(self) -> str:
        """The object's name ("" while it is still to be generated)."""
        return self.scope.name or (self.obj or self.old)["metadata"].get("name", "")

    @property
    def user(self):
        return self.scope.user

    @property
    def dry_run(self) -> bool:
        return self.scope.dry_run

    def is_(self, group: str, plural: str, subresource: str = "") -> bool:
        """Whether the write is to this resource (and subresource)."""
        resource = self.scope.resource
        return resource.name == plural and resource.group == group and self.scope.info.subresource == subresource

    def forbidden(self, why: str):
        """The Forbidden with which a plug-in rejects (admission.NewForbidden)."""
        from kubectl_lite.machinery import errors
        metadata = (self.obj or self.old)["metadata"]
        name = self.name or metadata.get("generateName", "") or "Unknown"
        return errors.forbidden(self.resource.group_resource, name, why)
