"""Catalog: every resource this server serves now: the built-in ones and those of established CustomResourceDefinitions."""
from __future__ import annotations

from kubectl_lite.api import resources


class Catalog:
    """Lookups over built-in and custom resources."""

    def __init__(self, server):
        self.server = server

    def find(self, group: str, version: str, name: str):
        """The Resource served at a group, version and plural name, or None."""
        found = resources.find(group, version, name)
        if found is None and "." in group:
            return self._custom().find(self.server, group, version, name)
        return found

    def find_kind(self, group: str, version: str, kind: str):
        """The Resource of a kind, or None."""
        found = resources.find_kind(group, version, kind)
        if found is None and "." in group:
            return next((r for r in self._custom().all(self.server) if (r.group, r.version, r.kind) == (group, version, kind)), None)
        return found

    def custom(self) -> list:
        """The resources of all established CustomResourceDefinitions."""
        return self._custom().all(self.server)

    @staticmethod
    def _custom():
        from kubectl_lite.apiserver import customresources
        return customresources
