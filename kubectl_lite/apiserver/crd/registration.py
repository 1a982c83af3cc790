"""Registration: an APIService for each group and version that a CustomResourceDefinition serves. Mirrors the crdregistration controller."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.bootstrap import apiservices
from kubectl_lite.apiserver.conditions import API_SERVER
from kubectl_lite.machinery.wire import Request

MANAGER = {"fieldManager": ["kube-apiserver"]}


def settle(server, crd: dict) -> None:
    """Add or remove the APIServices of a definition's versions after it was written or has gone."""
    group = crd["spec"]["group"]
    definitions = server.objects.standing(resources.find("apiextensions.k8s.io", "v1", "customresourcedefinitions"))
    served = {v["name"] for c in definitions if c["spec"]["group"] == group for v in c["spec"]["versions"] if v["served"]}
    resource = resources.find("apiregistration.k8s.io", "v1", "apiservices")
    registered = {a["spec"]["version"] for a in server.objects.standing(resource) if a["spec"].get("group") == group and _ours(a)}
    for version in sorted(served - registered):
        body = apiservices.local(group, version, *apiservices.CUSTOM, "true")
        server.handle(Request("POST", resource.path(), MANAGER, {}, body, API_SERVER))
    for version in sorted(registered - served):
        server.handle(Request("DELETE", f"{resource.path()}/{version}.{group}", {}, {}, None, API_SERVER))


def _ours(api_service):
    return (api_service["metadata"].get("labels") or {}).get(apiservices.AUTOMANAGED) == "true"
