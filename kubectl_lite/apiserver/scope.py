"""Scope: one resource request on its way through the pipeline: what is asked, by whom, of which kind, with which options."""
from __future__ import annotations

from kubectl_lite.apiserver.tracing import silent


class Scope:
    """Everything a verb needs. `namespace` is "" for cluster-scoped resources, `subresource` for the object itself. `warnings` become Warning headers."""
    __slots__ = ("server", "env", "objects", "request", "info", "resource", "namespace", "name", "subresource", "strategy", "user",
                 "warnings", "trace", "tracing", "audit", "dry_run")

    def __init__(self, server, request, info, resource, strategy, user, trace, audit=None):
        self.server, self.env, self.objects = server, server.env, server.objects
        self.request, self.info, self.resource = request, info, resource
        self.namespace, self.name, self.subresource = info.namespace if resource.namespaced else "", info.name, info.subresource
        self.strategy, self.user, self.trace, self.audit = strategy, user, trace, audit
        self.dry_run = bool(request.query.get("dryRun"))
        self.warnings: list[str] = []
        self.tracing = trace is not silent  # texts are made only for somebody who reads them

    @property
    def field_manager(self) -> str:
        """The manager of managedFields: the option, else the user agent up to its first slash (as managerOrUserAgent does)."""
        manager = self.request.param("fieldManager")
        return manager or self.request.headers.get("user-agent", "").split("/", 1)[0][:128] or "unknown"

    @property
    def field_validation(self) -> str:
        """What becomes of unknown and duplicate fields: Strict, Warn (unless said otherwise) or Ignore."""
        return self.request.param("fieldValidation") or "Warn"

    def warn(self, text: str) -> None:
        """Add a warning once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def annotate(self, key: str, value: str) -> None:
        """Add to the annotations of the audit event, if this request is audited."""
        if self.audit is not None:
            self.audit.annotate(key, value)

    def note(self) -> dict | None:
        """What the history keeps of a commit made by this request; None when the store keeps none."""
        if not self.server.store.KEEPS_NOTES:
            return None
        verb = f"{self.info.verb}/{self.subresource}" if self.subresource else self.info.verb
        return {"time": self.env.micro_timestamp(), "user": self.user.name, "verb": verb}
