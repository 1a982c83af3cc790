"""Defaults that only pods get (SetDefaults_Pod): requests from limits, pod-level resources, host ports. Fills a private copy in place."""
from __future__ import annotations

from kubectl_lite.api.podspec import defaults
from kubectl_lite.api.podspec.resources import is_huge_page, may_overcommit
from kubectl_lite.api.podspec.totals import aggregate

POD_LEVEL = ("cpu", "memory")


def default(pod: dict) -> None:
    """Defaults of a pod."""
    spec = pod.setdefault("spec", {})
    for group in ("containers", "initContainers"):
        for container in spec.get(group) or ():
            _requests_from_limits(container)
    if spec.get("resources") is not None:
        _pod_resources(spec)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        spec["terminationGracePeriodSeconds"] = 1
    if spec.get("enableServiceLinks") is None:
        spec["enableServiceLinks"] = True
    if spec.get("hostNetwork"):
        _host_ports(spec)
    defaults.default_spec(spec)
    _addresses(pod.get("status") or {})


def _addresses(status):
    """podIP is the first of podIPs; where they differ, podIP counts."""
    first, all_ = status.get("podIP"), status.get("podIPs") or []
    if first and (not all_ or all_[0].get("ip") != first):
        status["podIPs"] = [{"ip": first}]
    elif all_ and all_[0].get("ip"):
        status["podIP"] = all_[0]["ip"]


def _requests_from_limits(container):
    resources = container.get("resources") or {}
    if resources.get("limits"):
        resources["requests"] = {**resources["limits"], **(resources.get("requests") or {})}


def _host_ports(spec):
    for group in ("containers", "initContainers"):
        for container in spec.get(group) or ():
            for port in container.get("ports") or ():
                if not port.get("hostPort") and port.get("containerPort"):
                    port["hostPort"] = port["containerPort"]


def _supported(name):
    return name in POD_LEVEL or is_huge_page(name)


def _pod_resources(spec):
    """Pod-level resources that are partly given are completed from the containers."""
    resources = spec["resources"]
    if not resources.get("limits") and not resources.get("requests"):
        return
    _huge_page_limits(spec, resources)
    if resources.get("limits"):
        requests = dict(resources.get("requests") or {})
        for name, amount in aggregate(spec, "requests").items():
            if name not in requests and _supported(name) and may_overcommit(name):
                requests[name] = str(amount)
        for name, value in resources["limits"].items():
            if name not in requests and _supported(name):
                requests[name] = value
        resources["requests"] = requests
    elif resources.get("requests"):
        _limits(spec, resources)


def _huge_page_limits(spec, resources):
    limits = dict(resources.get("limits") or {})
    for name, amount in aggregate(spec, "limits").items():
        if is_huge_page(name) and name not in (resources.get("requests") or {}) and name not in limits:
            limits[name] = str(amount)
    if limits:
        resources["limits"] = limits


def _limits(spec, resources):
    """defaultPodLimits: where every container has a limit, the pod has their sum."""
    limits = {}
    for name, amount in aggregate(spec, "limits").items():
        if _supported(name) and may_overcommit(name) and _all_have_limit(spec, name):
            limits[name] = str(amount)
    if limits:
        resources["limits"] = limits


def _all_have_limit(spec, name):
    return all(name in ((c.get("resources") or {}).get("limits") or {}) for group in ("containers", "initContainers") for c in spec.get(group) or ())
