"""Endpoints controller: for each service with a selector the addresses of its pods, in the old form. Mirrors pkg/controller/endpoint."""
from __future__ import annotations

from kubectl_lite.controllers import owners, services

NAME, USER, SOURCE = "endpoints-controller", "system:serviceaccount:kube-system:endpoint-controller", "endpoint-controller"
SERVICES, PODS, ENDPOINTS = "services", "pods", "endpoints"
MANAGED_BY = {"endpoints.kubernetes.io/managed-by": "endpoint-controller"}
WATCHES = {SERVICES: owners.own_key, PODS: services.pod_keys, ENDPOINTS: owners.own_key}


def reconcile(key, ctx):
    """One service."""
    service, current = ctx.cache.get(SERVICES, *key), ctx.cache.get(ENDPOINTS, *key)
    if service is None:
        if current is not None and _is_ours(current):
            ctx.delete(ENDPOINTS, current)
        return
    if not service["spec"].get("selector") or service["spec"].get("type") == "ExternalName":
        return
    wanted = plan(service, services.selected_pods(service, ctx.cache))
    if current is None:
        ctx.create(ENDPOINTS, wanted)
    elif (current.get("subsets") or []) != (wanted.get("subsets") or []) or current["metadata"].get("labels") != wanted["metadata"]["labels"]:
        meta = {**current["metadata"], "labels": wanted["metadata"]["labels"]}
        ctx.update(ENDPOINTS, {**current, "metadata": meta, "subsets": wanted.get("subsets") or []})


def _is_ours(endpoints):
    """Whether this controller made it: what users made without a service is theirs."""
    return MANAGED_BY.items() <= (endpoints["metadata"].get("labels") or {}).items()


def plan(service: dict, pods) -> dict:
    """The Endpoints object for a service and the pods it selects."""
    meta = service["metadata"]
    labels = {**(meta.get("labels") or {}), **MANAGED_BY}
    if services.is_headless(service):
        labels["service.kubernetes.io/headless"] = ""
    made = {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": meta["name"], "namespace": meta["namespace"], "labels": labels}}
    subsets = _repacked(_found(service, pods))
    if subsets:
        made["subsets"] = subsets
    return made


def _found(service, pods):
    """(ready?, address, ports) for every pod that belongs in."""
    family = (service["spec"].get("ipFamilies") or ["IPv4"])[0]
    publish = service["spec"].get("publishNotReadyAddresses", False)
    for pod in pods:
        address = services.pod_ip(pod, family)
        if not address or not services.belongs(pod, publish, terminating=publish):
            continue
        ports = _ports(service, pod)
        if ports is not None:
            yield publish or services.is_ready(pod), _address(pod, address, service), ports


def _ports(service, pod):
    """The pod's ports for the service; () for a headless service without any, None when none of them is found in the pod."""
    wanted = service["spec"].get("ports") or ()
    if not wanted:
        return () if services.is_headless(service) else None
    found = []
    for port in wanted:
        number = services.target_port(pod, port)
        if number:
            found.append((port.get("name", ""), number, port.get("protocol", "TCP"), port.get("appProtocol")))
    return tuple(found) or None


def _address(pod, address, service):
    made = {"ip": address, "nodeName": pod["spec"].get("nodeName", ""),
            "targetRef": {"kind": "Pod", "namespace": pod["metadata"]["namespace"], "name": pod["metadata"]["name"], "uid": pod["metadata"]["uid"]}}
    if services.names_host(pod, service):
        made["hostname"] = pod["spec"]["hostname"]
    return made


def _repacked(found):
    """Addresses with the same ports in one subset, sorted (endpoints.RepackSubsets)."""
    groups: dict[tuple, dict] = {}
    by_address: dict[tuple, list] = {}
    for ready, address, ports in found:
        by_address.setdefault((address["ip"], address["targetRef"]["uid"]), [ready, address, ()])[2] += ports
    for ready, address, ports in by_address.values():
        subset = groups.setdefault(tuple(sorted(set(ports), key=str)), {"addresses": [], "notReadyAddresses": []})
        subset["addresses" if ready else "notReadyAddresses"].append(address)
    made = []
    for ports, subset in sorted(groups.items(), key=lambda g: str(g[0])):
        one = {name: sorted(addresses, key=_address_order) for name, addresses in subset.items() if addresses}
        if ports:
            one["ports"] = [_port(*port) for port in ports]
        made.append(one)
    return made


def _address_order(address):
    return address["ip"], address["targetRef"]["uid"]


def _port(name, number, protocol, app_protocol):
    made = {"port": number, "protocol": protocol}
    if name:
        made["name"] = name
    if app_protocol:
        made["appProtocol"] = app_protocol
    return made
