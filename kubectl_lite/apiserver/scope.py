"""Scope: one resource request on its way through the pipeline: what is asked, by whom, of which kind, with which options."""
from __future__ import annotations

from kubectl_lite.apiserver.tracing import silent


class Scope:
    """Everything a verb needs. `namespace` is "" for cluster-scoped resources. `warnings` become Warning headers."""
    __slots__ = ("server", "request", "info", "resource", "strategy", "user", "warnings", "trace", "tracing")

    def __init__(self, server, request, info, resource, strategy, user, trace):
        self.server, self.request, self.info, self.resource = server, request, info, resource
        self.strategy, self.user, self.trace = strategy, user, trace
        self.warnings: list[str] = []
        self.tracing = trace is not silent  # texts are made only for somebody who reads them

    @property
    def env(self):
        return self.server.env

    @property
    def objects(self):
        return self.server.objects

    @property
    def namespace(self) -> str:
        return self.info.namespace if self.resource.namespaced else ""

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def subresource(self) -> str:
        return self.info.subresource

    @property
    def dry_run(self) -> bool:
        return bool(self.request.query.get("dryRun"))

    @property
    def field_manager(self) -> str:
        """The manager of managedFields: the option, else the user agent up to its first slash (as managerOrUserAgent does)."""
        manager = self.request.param("fieldManager")
        return manager or self.request.headers.get("user-agent", "").split("/", 1)[0][:128] or "unknown"

    def warn(self, text: str) -> None:
        """Add a warning once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def note(self) -> dict | None:
        """What the history keeps of a commit made by this request; None when the store keeps none."""
        if not self.server.store.KEEPS_NOTES:
            return None
        verb = f"{self.info.verb}/{self.subresource}" if self.subresource else self.info.verb
        return {"time": self.env.micro_timestamp(), "user": self.user.name, "verb": verb}
