"""Attributes: what an admission plug-in gets to see of a write. `obj` may be changed by `admit` only."""
from __future__ import annotations


class Attributes:
    """One write on its way: operation is CREATE, UPDATE, DELETE or CONNECT; obj is None for DELETE, old is None for CREATE.

    `objects` reads what is stored (apiserver.objects.Objects). `namespace` is the request's: for a Namespace its own name, as Kubernetes has it.
    """
    __slots__ = ("scope", "operation", "obj", "old", "options", "objects", "resource", "subresource", "namespace", "user", "_reinvocation")

    def __init__(self, scope, operation, obj, old, options=None):
        self.scope, self.operation, self.obj, self.old, self.options = scope, operation, obj, old, options
        self.objects, self.resource, self.subresource = scope.objects, scope.resource, scope.subresource
        self.namespace, self.user = scope.info.namespace, scope.user
        self._reinvocation = None

    @property
    def reinvocation(self):
        """What the two rounds of mutating admission know of each other, made when a plug-in asks for it."""
        if self._reinvocation is None:
            from kubectl_lite.apiserver.admission.reinvocation import Reinvocation
            self._reinvocation = Reinvocation()
        return self._reinvocation

    def begin_second_round(self) -> bool:
        """Whether a second round is wanted; it begins."""
        if self._reinvocation is None or not self._reinvocation.wanted or self._reinvocation.second:
            return False
        self._reinvocation.second = True
        return True

    @property
    def server(self):
        return self.scope.server

    @property
    def kind(self) -> str:
        return self.resource.kind

    @property
    def group(self) -> str:
        return self.resource.group

    @property
    def name(self) -> str:
        """The object's name ("" while it is still to be generated)."""
        return self.scope.name or self.metadata.get("name", "")

    @property
    def metadata(self) -> dict:
        """The metadata of the new (else the old) object; {} for one that has none, as options of CONNECT."""
        return (self.obj or self.old or {}).get("metadata") or {}

    @property
    def dry_run(self) -> bool:
        return self.scope.dry_run or bool(self.options and self.options.dry_run)

    def is_(self, group: str, plural: str, subresource: str = "") -> bool:
        """Whether the write is to this resource (and subresource)."""
        resource = self.resource
        return resource.name == plural and resource.group == group and self.subresource == subresource

    def forbidden(self, why: str):
        """The Forbidden with which a plug-in rejects (admission.NewForbidden)."""
        from kubectl_lite.machinery import errors
        name = self.name or self.metadata.get("generateName", "") or "Unknown"
        return errors.forbidden(self.resource.group_resource, name, why)
