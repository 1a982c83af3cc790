"""What follows a write of an APIService, or of what stands behind one: its condition Available. Mirrors kube-aggregator's status controllers.

Requests are not passed on to other API servers: behind the simulated pods of an aggregated one nobody listens.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.conditions import update_condition
from kubectl_lite.apiserver.outbound.failures import address

MANAGER = "kube-apiserver"
SERVICE_NAME = "kubernetes.io/service-name"
LOCAL = ("True", "Local", "Local APIServices are always available")


def api_services():
    """The resource of APIServices."""
    return resources.find("apiregistration.k8s.io", "v1", "apiservices")


def stored(scope, obj):
    for api_service in _concerned(scope, obj):
        update_condition(scope.server, api_services(), api_service, ("Available", *availability(scope.objects, api_service)), MANAGER)


def marked(scope, obj):
    """Nothing: what waits for its finalizers still counts."""


def gone(scope, obj):
    if obj["kind"] != "APIService":
        stored(scope, obj)


def _concerned(scope, obj):
    """The APIServices that a written object says something about."""
    if obj["kind"] == "APIService":
        return [obj]
    name = obj["metadata"]["name"] if obj["kind"] == "Service" else (obj["metadata"].get("labels") or {}).get(SERVICE_NAME)
    behind = (name, obj["metadata"]["namespace"])
    return [a for a in scope.objects.standing(api_services()) if _reference(a) and (_reference(a)["name"], _reference(a)["namespace"]) == behind]


def _reference(api_service):
    return api_service["spec"].get("service")


def availability(objects, api_service: dict) -> tuple[str, str, str]:
    """(status, reason, message) of an APIService as its Service and endpoints are now."""
    reference = _reference(api_service)
    if reference is None:
        return LOCAL
    namespace, name = reference["namespace"], reference["name"]
    service = objects.find(resources.find("", "v1", "services"), namespace, name)
    if service is None:
        return "False", "ServiceNotFound", f'service/{name} in "{namespace}" is not present'
    if service["spec"].get("type", "ClusterIP") == "ClusterIP":
        port = next((p for p in service["spec"].get("ports") or () if p["port"] == reference["port"]), None)
        if port is None:
            return "False", "ServicePortError", f'service/{name} in "{namespace}" is not listening on port {reference["port"]}'
        problem = _endpoints(objects, namespace, name, port.get("name", ""))
        if problem:
            return "False", *problem
    return _answers(service, api_service)


def _endpoints(objects, namespace, name, port_name):
    """(reason, message) of missing endpoints, or None."""
    everything = objects.list(resources.find("discovery.k8s.io", "v1", "endpointslices"), namespace)[0]
    slices = [s for s in everything if (s["metadata"].get("labels") or {}).get(SERVICE_NAME) == name]
    if not slices:
        return "EndpointsNotFound", f'cannot find endpointslices for service/{name} in "{namespace}"'
    if not any(_ready(s) and any((p.get("name") or "") == port_name and p.get("port") for p in s.get("ports") or ()) for s in slices):
        return "MissingEndpoints", f'endpointslices for service/{name} in "{namespace}" have no addresses with port name "{port_name}"'
    return None


def _ready(endpoint_slice):
    return any((e.get("conditions") or {}).get("ready") is not False for e in endpoint_slice.get("endpoints") or ())


def _answers(service, api_service):
    """What its discovery answers: nobody is there, as nothing listens behind simulated pods."""
    spec = api_service["spec"]
    host = service["spec"].get("externalName") or service["spec"].get("clusterIP", "")
    where = address(host, spec["service"]["port"])
    url = f"https://{where}/apis/{spec['group']}/{spec['version']}"
    return "False", "FailedDiscoveryCheck", f'failing or missing response from {url}: Get "{url}": dial tcp {where}: connect: connection refused'
