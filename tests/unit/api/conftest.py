"""Objects on their way through the rules of their kind, as the API server takes them: decoded, defaulted, prepared, validated."""
from __future__ import annotations

import copy

import pytest

from kubectl_lite.api import codec, kinds, resources, schema
from kubectl_lite.api.validation import meta

META = {"namespace": "demo", "uid": "u-1", "creationTimestamp": "2026-01-01T00:00:00Z"}


class Rules:
    """The rules of the kinds without a server."""

    def written(self, obj, old=None):
        """The object as it would be stored."""
        name = schema.for_kind(obj["apiVersion"], obj["kind"])
        new, _ = codec.decode(copy.deepcopy(obj), name)
        new["apiVersion"], new["kind"] = obj["apiVersion"], obj["kind"]
        new["metadata"] = {**META, "name": "a", **(new.get("metadata") or {})}
        group, _, version = obj["apiVersion"].rpartition("/")
        if not resources.find_kind(group, version, obj["kind"]).namespaced:
            del new["metadata"]["namespace"]
        strategy = self.strategy(obj)
        strategy.default(new)
        if old is None:
            strategy.prepare_for_create(new)
        else:
            new["metadata"]["resourceVersion"] = "1"
            strategy.prepare_for_update(new, old)
        return new

    def create(self, obj) -> list[str]:
        """The field errors of a creation."""
        return [str(p) for p in self.strategy(obj).validate(self.written(obj))]

    def update(self, old, new) -> list[str]:
        """The field errors of replacing one by the other."""
        stored = self.written(old)
        replaced = self.written(new, stored)
        problems = meta.validate_meta_update(replaced["metadata"], {**stored["metadata"], "resourceVersion": "1"})
        return list(dict.fromkeys(str(p) for p in problems + self.strategy(new).validate_update(replaced, stored)))

    def status(self, stored, status, was=None) -> list[str]:
        """The field errors of an update of the status alone, from one status to another."""
        old = {**self.written(stored), "status": was or {}}
        new = {**copy.deepcopy(old), "status": status}
        self.strategy(stored).prepare_for_status_update(new, old)
        return [str(p) for p in self.strategy(stored).validate_status_update(new, old)]

    def warnings(self, obj) -> list[str]:
        """What a creation warns of."""
        return self.strategy(obj).warnings(self.written(obj), None)

    @staticmethod
    def strategy(obj):
        return kinds.strategy(obj["apiVersion"].rpartition("/")[0], obj["kind"])


@pytest.fixture
def rules():
    return Rules()
