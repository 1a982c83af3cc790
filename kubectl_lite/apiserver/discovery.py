"""Discovery: which groups, versions and resources this server has, in the plain and in the aggregated form."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.facts.resources import RESOURCES
from kubectl_lite.apiserver.catalog import Catalog

_HASHES = {(row[0], row[1], row[2]): row[12] for row in RESOURCES}


def core_versions() -> dict:
    """/api"""
    return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": [{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1:6443"}]}


def group_list(server) -> dict:
    """/apis"""
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(name, versions) for name, versions in all_groups(server)]}


def all_groups(server) -> list[tuple]:
    """(group, versions with the preferred first): the built-in ones, then those of custom resources."""
    found = list(resources.groups())
    builtin = {name for name, _ in found}
    custom: dict[str, list] = {}
    for row in Catalog(server).custom():
        if row.group not in builtin:
            versions = custom.setdefault(row.group, [])
            if row.version not in versions:
                versions.append(row.version)
    return found + [(name, tuple(sorted(versions, key=version_priority, reverse=True))) for name, versions in sorted(custom.items())]


def version_priority(version: str) -> tuple:
    """Kubernetes' order of versions: v2 over v1 over v1beta1 over v1alpha1, other names last."""
    import re
    match = re.fullmatch(r"v(\d+)(?:(alpha|beta)(\d+))?", version)
    if not match:
        return (0, 0, 0, tuple(-ord(c) for c in version))
    major, stage, minor = match.groups()
    return (1, {None: 2, "beta": 1, "alpha": 0}[stage], int(major), int(minor or 0))


def group(server, name: str) -> dict | None:
    """/apis/GROUP"""
    versions = dict(all_groups(server)).get(name)
    return {"kind": "APIGroup", "apiVersion": "v1", **_group(name, versions)} if versions else None


def _group(name, versions):
    entries = [{"groupVersion": f"{name}/{v}", "version": v} for v in versions]
    return {"name": name, "versions": entries, "preferredVersion": entries[0]}


def resource_list(server, group_name: str, version: str) -> dict | None:
    """/api/v1 and /apis/GROUP/VERSION"""
    rows = _rows(server, group_name, version)
    if not rows:
        return None
    entries = [entry for row in rows for entry in _entries(row)]
    if not any(row.crd for row in rows):  # custom resources are listed in the order of their definitions
        entries.sort(key=lambda e: e["name"])
    gv = f"{group_name}/{version}" if group_name else version
    body = {"kind": "APIResourceList", "groupVersion": gv, "resources": entries}
    return {**body, "apiVersion": "v1"} if group_name else body


def _rows(server, group_name, version):
    rows = resources.in_version(group_name, version)
    if not rows and "." in group_name:
        rows = [r for r in Catalog(server).custom() if (r.group, r.version) == (group_name, version)]
    return rows


def _entries(row):
    entry = {"name": row.name, "singularName": row.singular, "namespaced": row.namespaced, "kind": row.kind, "verbs": list(row.verbs)}
    if row.short_names:
        entry["shortNames"] = list(row.short_names)
    if row.categories:
        entry["categories"] = list(row.categories)
    version_hash = _HASHES.get((row.group, row.version, row.name))
    if version_hash:
        entry["storageVersionHash"] = version_hash
    yield entry
    for name, (group_name, version, kind, shown, verbs) in row.subresources.items():
        sub = {"name": f"{row.name}/{name}", "singularName": "", "namespaced": row.namespaced, "kind": kind, "verbs": list(verbs)}
        if shown:
            sub.update(group=group_name, version=version)
        yield sub


def aggregated(server, core: bool) -> dict:
    """/api or /apis in the apidiscovery.k8s.io/v2 form: everything in one answer."""
    names = [("", ("v1",))] if core else all_groups(server)
    items = [{"metadata": {"name": name} if name else {}, "versions": [_aggregated_version(server, name, v) for v in versions]}
             for name, versions in names]
    return {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": items}


def _aggregated_version(server, group_name, version):
    return {"version": version, "resources": [_aggregated_resource(r) for r in _rows(server, group_name, version)], "freshness": "Current"}


def _aggregated_resource(row):
    entry = {"resource": row.name, "responseKind": {"group": row.group, "version": row.version, "kind": row.kind},
             "scope": "Namespaced" if row.namespaced else "Cluster", "singularResource": row.singular, "verbs": list(row.verbs)}
    if row.short_names:
        entry["shortNames"] = list(row.short_names)
    if row.categories:
        entry["categories"] = list(row.categories)
    if row.subresources:
        entry["subresources"] = [{"subresource": name, "responseKind": {"group": g, "version": v, "kind": k}, "verbs": list(verbs)}
                                 for name, (g, v, k, _, verbs) in row.subresources.items()]
    return entry
