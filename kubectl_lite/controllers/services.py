"""What the endpoint controllers ask of services and pods: who is selected, which address and port, who counts. Pure."""
from __future__ import annotations

from kubectl_lite.controllers import owners, pods
from kubectl_lite.machinery import labels


def pod_keys(pod, cache):
    """A keys function for pods: the services that select it."""
    own = pod["metadata"].get("labels") or {}
    namespace = pod["metadata"]["namespace"]
    return [(namespace, s["metadata"]["name"]) for s in cache.list("services", namespace) if selects(s, own)]


def selects(service: dict, own: dict) -> bool:
    """Whether the service's selector matches these labels; one without selector selects nothing."""
    selector = service["spec"].get("selector")
    return bool(selector) and all(own.get(name) == value for name, value in selector.items())


def selected_pods(service: dict, cache) -> list:
    """The pods that the service selects, in the order of their names."""
    selector = labels.from_set(service["spec"].get("selector"))
    found = [pod for pod in cache.list("pods", service["metadata"]["namespace"]) if selector.matches(pod["metadata"].get("labels"))]
    return sorted(found, key=lambda pod: pod["metadata"]["name"])


def is_headless(service: dict) -> bool:
    return service["spec"].get("clusterIP") in (None, "", "None")


def pod_ip(pod: dict, family: str) -> str:
    """The pod's address of an IP family ("IPv4" or "IPv6"); "" when it has none."""
    found = (entry["ip"] for entry in (pod.get("status") or {}).get("podIPs") or ())
    return next((ip for ip in found if (":" in ip) == (family == "IPv6")), "")


def belongs(pod: dict, publish_not_ready: bool, terminating: bool) -> bool:
    """Whether the pod counts as an endpoint at all (ShouldPodBeInEndpoints)."""
    phase = pods.phase(pod)
    if phase in ("Succeeded", "Failed"):
        return False
    if owners.is_deleted(pod) and not terminating:
        return False
    return True


def is_ready(pod: dict) -> bool:
    return pods.is_ready(pod)


def target_port(pod: dict, port: dict) -> int | None:
    """The number of a service port in a pod; None when a named port is not found there (FindPort)."""
    target = port.get("targetPort", port["port"])
    if isinstance(target, int):
        return target or port["port"]
    for container in pod["spec"].get("containers", []) + [c for c in pod["spec"].get("initContainers") or () if c.get("restartPolicy") == "Always"]:
        for found in container.get("ports") or ():
            if found.get("name") == target and found.get("protocol", "TCP") == port.get("protocol", "TCP"):
                return found["containerPort"]
    return None


def names_host(pod: dict, service: dict) -> bool:
    """Whether the endpoint carries the pod's host name: it has one, and its subdomain is this service."""
    spec = pod["spec"]
    return bool(spec.get("hostname")) and spec.get("subdomain") == service["metadata"]["name"]
