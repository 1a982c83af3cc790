"""Mapper: names to resources, learnt from the server's discovery, group by group and only as far as needed.

The order is kubectl's: the core group, then the groups as /apis lists them, the preferred version of each first.
"""
from __future__ import annotations

from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.resource import Resource


class Mapper:
    """What one server serves. Everything learnt is kept for the life of the object (one command).

    `on_warning(text)` is told of a short name that several resources have.
    """

    def __init__(self, client):
        self._client, self.on_warning = client, None
        self._groups = None            # [(group, [versions])] in order, without core
        self._lists: dict[tuple, list] = {}

    def groups(self) -> list[tuple]:
        """(group, versions with the preferred first), the core group first."""
        if self._groups is None:
            body = self._client.request("GET", "/apis").body
            self._groups = [("", ["v1"])] + [(g["name"], _ordered(g)) for g in body["groups"]]
        return self._groups

    def resources(self, group: str, version: str) -> list[Resource]:
        """The resources of one group version ([] when it is not served)."""
        key = (group, version)
        if key not in self._lists:
            self._lists[key] = self._fetch(group, version)
        return self._lists[key]

    def all(self) -> list[Resource]:
        """Every served resource, in order, every version."""
        return [r for group, versions in self.groups() for v in versions for r in self.resources(group, v)]

    def resource(self, group: str, name: str, version: str = "") -> Resource:
        """The resource of a group and plural name, in its preferred (or the given) version; NotFound as kubectl says it."""
        for candidate in [version] if version else self._versions(group):
            for row in self.resources(group, candidate):
                if row.name == name:
                    return row
        raise NoResource(f"{name}.{group}" if group else name)

    def find(self, text: str, versioned: bool = True) -> Resource:
        """The resource that a command-line argument means: plural, singular, short name, NAME.GROUP or (unless not `versioned`) NAME.VERSION.GROUP."""
        name, _, rest = text.lower().partition(".")
        if versioned and "." in rest:
            found = self._qualified(name, rest)
            if found:
                return found
        found = self._first(lambda r: name in (r.name, r.singular), rest) or self._abbreviated(text.partition(".")[0], rest)
        if found is None:
            raise NoResource(text)
        return found

    def _abbreviated(self, short, group_prefix) -> Resource | None:
        """The first resource with a short name, which is written as the server has it."""
        found = self._first(lambda r: short in r.short_names, group_prefix)
        if found is not None and self.on_warning and not group_prefix:
            others = {r.group_resource: r for r in self.all() if short in r.short_names}
            others.pop(found.group_resource)
            for name in others:
                self.on_warning(f'short name "{short}" could also match lower priority resource {name}')
        return found

    def find_kind(self, api_version: str, kind: str) -> Resource | None:
        """The resource that serves an object's kind, or None."""
        group, _, version = api_version.rpartition("/")
        return next((r for r in self.resources(group, version) if r.kind == kind), None)

    def category(self, name: str) -> list[Resource]:
        """The resources of a category such as "all", each in its preferred version."""
        return [r for r in self.preferred() if name in r.categories]

    def preferred(self) -> list[Resource]:
        """Every resource once, in its group's preferred version."""
        found: dict[tuple, Resource] = {}
        for row in self.all():
            found.setdefault((row.group, row.name), row)
        return list(found.values())

    def _qualified(self, name, rest):
        version, _, group = rest.partition(".")
        if version[:1] == "v" and version[1:2].isdigit():
            for row in self.resources(group, version):
                if name in (row.name, row.singular) or name in row.short_names:
                    return row
        return None

    def _first(self, matches, group_prefix=""):
        """The first match; the core group is asked before any other is fetched."""
        if not group_prefix:
            for row in self.resources("", "v1"):
                if matches(row):
                    return row
        for group, versions in self.groups():
            if group_prefix and not group.startswith(group_prefix):
                continue
            for version in versions:
                for row in self.resources(group, version):
                    if matches(row):
                        return row
        return None

    def _versions(self, group):
        return ["v1"] if not group else next((v for g, v in self.groups() if g == group), [])

    def _fetch(self, group, version):
        if not version:
            return []
        try:
            body = self._client.request("GET", f"/apis/{group}/{version}" if group else f"/api/{version}").body
        except ApiError as e:
            if e.code == 404:
                return []
            raise
        rows = {}
        for entry in body["resources"]:
            name, _, sub = entry["name"].partition("/")
            if not sub:
                rows[name] = _row(group, version, entry)
            elif name in rows:
                rows[name].subresources[sub] = entry
        return list(rows.values())


class NoResource(Exception):
    """The server has no such resource; `text` is what was asked for."""
    clear = True  # fit to be shown to the user as it stands

    def __init__(self, text):
        super().__init__(f'the server doesn\'t have a resource type "{text}"')
        self.text = text


def _row(group, version, entry):
    return Resource(group, version, entry["name"], entry["kind"], entry["namespaced"], entry["verbs"], entry.get("singularName", ""),
                    entry.get("shortNames") or (), entry.get("categories") or (), {})


def _ordered(group):
    preferred = group["preferredVersion"]["version"]
    versions = [v["version"] for v in group["versions"]]
    return [preferred] + [v for v in versions if v != preferred]
