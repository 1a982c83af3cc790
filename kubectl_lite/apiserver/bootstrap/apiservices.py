"""The APIServices of the groups that this server serves itself. Mirrors the priorities of kube-apiserver's aggregator and its autoregistration."""
from __future__ import annotations

from kubectl_lite.api import resources

AUTOMANAGED = "kube-aggregator.kubernetes.io/automanaged"
API_VERSION = "apiregistration.k8s.io/v1"
# group: priority of the group
GROUPS = {
    "": 18000, "apps": 17800, "events.k8s.io": 17750, "authentication.k8s.io": 17700, "authorization.k8s.io": 17600, "autoscaling": 17500,
    "batch": 17400, "certificates.k8s.io": 17300, "networking.k8s.io": 17200, "policy": 17100, "rbac.authorization.k8s.io": 17000,
    "storage.k8s.io": 16800, "apiextensions.k8s.io": 16700, "admissionregistration.k8s.io": 16700, "scheduling.k8s.io": 16600,
    "coordination.k8s.io": 16500, "node.k8s.io": 16300, "discovery.k8s.io": 16200, "resource.k8s.io": 16200, "flowcontrol.apiserver.k8s.io": 16100,
}
# (group, version): priority of the version, where it is not the usual one
VERSIONS = {("", "v1"): 1, ("autoscaling", "v2"): 30, ("resource.k8s.io", "v1"): 20, ("flowcontrol.apiserver.k8s.io", "v1"): 21}
USUAL = 15
CUSTOM = (1000, 100)  # of a CustomResourceDefinition's group and version


def objects() -> list[dict]:
    """One for each built-in group and version."""
    served = (("", ("v1",)), *resources.groups())
    return [local(group, version, GROUPS[group], VERSIONS.get((group, version), USUAL), "onstart")
            for group, versions in served if group in GROUPS for version in versions]


def local(group: str, version: str, of_group: int, of_version: int, managed: str) -> dict:
    """An APIService that this server answers; `managed` says when it is registered anew ("onstart" or "true": always)."""
    return {"apiVersion": API_VERSION, "kind": "APIService", "metadata": {"name": f"{version}.{group}", "labels": {AUTOMANAGED: managed}},
            "spec": {"group": group, "version": version, "groupPriorityMinimum": of_group, "versionPriority": of_version}}
