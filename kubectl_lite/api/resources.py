"""The served built-in resources: lookups over the derived table of Kubernetes 1.36's discovery. Knows nothing of custom resources."""
from __future__ import annotations

from kubectl_lite.api.facts.resources import GROUPS, RESOURCES, SUBRESOURCES
from kubectl_lite.machinery.resource import Resource

_by_path: dict[tuple, Resource] = {}
_ROWS = {(row[0], row[1], row[2]): row for row in RESOURCES}
_NAMES = {(row[0], row[1], row[4]): row[2] for row in reversed(RESOURCES)}  # of several resources of a kind the first


def find(group: str, version: str, name: str) -> Resource | None:
    """The resource of one group, version and plural name, or None."""
    key = (group, version, name)
    resource = _by_path.get(key)
    if resource is None and key in _ROWS:
        resource = _by_path[key] = _build(_ROWS[key])
    return resource


def find_kind(group: str, version: str, kind: str) -> Resource | None:
    """The resource that serves a kind, or None."""
    name = _NAMES.get((group, version, kind))
    return find(group, version, name) if name else None


def preferred(group: str, name: str) -> Resource | None:
    """A resource in its group's preferred version."""
    for version in versions(group):
        resource = find(group, version, name)
        if resource:
            return resource
    return None


def groups() -> tuple:
    """(group, versions with the preferred one first), in discovery order, without the core group."""
    return GROUPS


def versions(group: str) -> tuple:
    """The served versions of a group, the preferred one first; () for an unknown group."""
    if not group:
        return ("v1",)
    for name, served in GROUPS:
        if name == group:
            return served
    return ()


def in_version(group: str, version: str) -> list[Resource]:
    """All resources of one group version, in discovery order."""
    return [find(*row[:3]) for row in RESOURCES if row[0] == group and row[1] == version]


def all_stored() -> list[Resource]:
    """Every resource that is kept in the store, once, in the version it is stored in."""
    return [find(*row[:3]) for row in RESOURCES if row[10] and row[1] == row[11] and row[0] != "events.k8s.io"]


def sharing(prefix: str) -> list[Resource]:
    """Every resource whose objects are kept below one storage prefix: the versions (and groups) in which the same objects are served."""
    return [find(*row[:3]) for row in RESOURCES if row[10] == prefix]


def _build(row) -> Resource:
    group, version, name, singular, kind, namespaced, verbs, shorts, categories, schema, prefix, stored, _ = row
    return Resource(group, version, name, kind, namespaced, verbs, singular, shorts, categories,
                    SUBRESOURCES.get((group, version, name), {}), schema, prefix, stored)
