"""The resources that CustomResourceDefinitions define, as Resource rows."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery.resource import Resource

VERBS = ("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch")


def find(server, group: str, version: str, name: str) -> Resource | None:
    """The resource of one group, version and plural; read straight by the definition's own key."""
    crd = server.objects.find(_definitions(), "", f"{name}.{group}")
    return next((r for r in rows(crd) if r.version == version), None) if crd else None


def all(server) -> list[Resource]:  # noqa: A001 - reads as customresources.all(server)
    """All served custom resources, in the order of their definitions' names."""
    crds, _ = server.objects.list(_definitions())
    return [row for crd in crds for row in rows(crd)]


def rows(crd: dict) -> list[Resource]:
    """One Resource for each served version of an established definition."""
    conditions = {c["type"]: c["status"] for c in crd.get("status", {}).get("conditions") or []}
    if conditions.get("Established") != "True":
        return []
    return [_row(crd, version) for version in crd["spec"]["versions"] if version.get("served")]


def _row(crd, version):
    spec, names = crd["spec"], crd["status"]["acceptedNames"]
    prefix = f"/registry/{spec['group']}/{names['plural']}"
    stored = next(v["name"] for v in spec["versions"] if v.get("storage"))
    subresources = version.get("subresources") or {}
    verbs = ("get", "patch", "update")
    subs = {}
    if "status" in subresources:
        subs["status"] = (spec["group"], version["name"], names["kind"], False, verbs)
    if "scale" in subresources:
        subs["scale"] = ("autoscaling", "v1", "Scale", True, verbs)
    return Resource(spec["group"], version["name"], names["plural"], names["kind"], spec["scope"] == "Namespaced", VERBS,
                    names.get("singular", ""), names.get("shortNames") or (), names.get("categories") or (), subs, "", prefix, stored, crd)


def _definitions():
    return resources.find("apiextensions.k8s.io", "v1", "customresourcedefinitions")
