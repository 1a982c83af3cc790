"""Services: where a clientConfig leads: to its URL, or through a Service to what stands behind it.

A Service is reached as kube-proxy would have it: an external name is dialled, and so are endpoints that somebody wrote by hand. Behind
simulated pods nobody listens: a connection to them is refused. Mirrors apiserver's util/proxy.ResolveCluster.
"""
from __future__ import annotations

from base64 import b64decode

from kubectl_lite.api import resources
from kubectl_lite.apiserver.outbound.call import CallFailed, Target

SERVICE_NAME = "kubernetes.io/service-name"


def target(objects, config: dict) -> Target:
    """Whom a clientConfig means; CallFailed when its authorities cannot be read. `objects` finds the Service."""
    authorities = _bundle(config.get("caBundle"))
    if config.get("url"):
        return Target(config["url"], authorities=authorities)
    reference = config["service"]
    host, port = f"{reference['name']}.{reference['namespace']}.svc", reference.get("port", 443)
    url = f"https://{host}:{port}{reference.get('path') or '/'}"
    try:
        return Target(url, _address(objects, reference, port), authorities)
    except _Unreachable as e:
        return Target(url, authorities=authorities, unreachable=str(e))


class _Unreachable(Exception):
    """Nobody can be dialled for a Service; str() says why."""


def _bundle(text):
    if not text:
        return ""
    try:
        return b64decode(text).decode("ascii")
    except ValueError:
        raise CallFailed("unable to load root certificates: unable to parse bytes as PEM block") from None


def _address(objects, reference, port):
    """(host, port) to dial for a Service."""
    service = objects.find(resources.find("", "v1", "services"), reference["namespace"], reference["name"])
    if service is None:
        raise _Unreachable(f'service "{reference["name"]}" not found')
    spec = service["spec"]
    if spec.get("type") == "ExternalName":
        return spec["externalName"], port
    if spec.get("clusterIP") == "None":
        raise _Unreachable('cannot route to service with ClusterIP "None"')
    row = next((p for p in spec.get("ports") or () if p["port"] == port), None)
    if row is None:
        raise _Unreachable(f'no service port {port} found for service "{reference["name"]}"')
    found = _endpoint(objects, service, row)
    if found is None:
        from kubectl_lite.apiserver.outbound.failures import address
        raise _Unreachable(f"dial tcp {address(spec.get('clusterIP', ''), port)}: connect: connection refused")
    return found


def _endpoint(objects, service, row):
    """(address, port) of the first ready endpoint that is no simulated pod; None when there is none."""
    namespace, name = service["metadata"]["namespace"], service["metadata"]["name"]
    for found in objects.list(resources.find("discovery.k8s.io", "v1", "endpointslices"), namespace)[0]:
        if (found["metadata"].get("labels") or {}).get(SERVICE_NAME) != name:
            continue
        ports = [p["port"] for p in found.get("ports") or () if (p.get("name") or "") == row.get("name", "") and p.get("port")]
        for endpoint in found.get("endpoints") or ():
            simulated = (endpoint.get("targetRef") or {}).get("kind") == "Pod"
            if ports and not simulated and (endpoint.get("conditions") or {}).get("ready") is not False:
                return endpoint["addresses"][0], ports[0]
    return None
