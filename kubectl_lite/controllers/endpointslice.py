"""EndpointSlice controller: for each service with a selector slices of at most 100 endpoints. Mirrors pkg/controller/endpointslice and its reconciler."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.controllers import owners, services

NAME, USER = "endpointslice-controller", "system:serviceaccount:kube-system:endpointslice-controller"
SERVICES, PODS, SLICES, NODES = "services", "pods", "endpointslices.discovery.k8s.io", "nodes"
SERVICE_NAME, MANAGED_BY, HEADLESS = "kubernetes.io/service-name", "endpointslice.kubernetes.io/managed-by", "service.kubernetes.io/headless"
OURS = "endpointslice-controller.k8s.io"
RESERVED = (SERVICE_NAME, MANAGED_BY, HEADLESS)
ZONE = "topology.kubernetes.io/zone"
ENDPOINTS_MAX = 100


def _slice_keys(found, _cache):
    meta = found["metadata"]
    labels = meta.get("labels") or {}
    return [(meta["namespace"], labels[SERVICE_NAME])] if labels.get(MANAGED_BY) == OURS and SERVICE_NAME in labels else []


WATCHES = {SERVICES: owners.own_key, PODS: services.pod_keys, SLICES: _slice_keys}

# What to do with slices: objects to create, (old, new) to update, objects to delete.
Plan = namedtuple("Plan", "create update delete")


def reconcile(key, ctx):
    """One service."""
    service = ctx.cache.get(SERVICES, *key)
    if service is None or not service["spec"].get("selector") or service["spec"].get("type") == "ExternalName":
        return
    existing = [s for s in ctx.cache.indexed(SLICES, "service", _service_of, key) if not owners.is_deleted(s)]
    zones = {node["metadata"]["name"]: (node["metadata"].get("labels") or {}).get(ZONE) for node in ctx.cache.list(NODES)}
    done = plan(service, services.selected_pods(service, ctx.cache), existing, zones)
    for old, new in done.update:
        ctx.update(SLICES, new, was=old)
    for new in done.create:
        ctx.create(SLICES, new)
    for old in done.delete:
        ctx.delete(SLICES, old)


def _service_of(found):
    return _slice_keys(found, None)


def plan(service: dict, pods, existing, zones: dict) -> Plan:
    """What must change so that the slices say what the pods are."""
    done = Plan([], [], [])
    families = service["spec"].get("ipFamilies") or ["IPv4"]
    for family in families:
        mine = [s for s in existing if s["addressType"] == family]
        wanted = _wanted(service, pods, family, zones)
        _plan_family(service, family, wanted, mine, done)
    done.delete.extend(s for s in existing if s["addressType"] not in families)
    return done


def _wanted(service, pods, family, zones):
    """{ports: [endpoint]} for the pods that belong in."""
    publish = service["spec"].get("publishNotReadyAddresses", False)
    found: dict[tuple, list] = {}
    for pod in pods:
        address = services.pod_ip(pod, family)
        if address and services.belongs(pod, publish, terminating=True):
            found.setdefault(_ports(service, pod), []).append(_endpoint(service, pod, address, publish, zones))
    return found


def _ports(service, pod):
    found = []
    for port in service["spec"].get("ports") or ():
        number = services.target_port(pod, port)
        if number:
            found.append((port.get("name", ""), number, port.get("protocol", "TCP"), port.get("appProtocol")))
    return tuple(found)


def _endpoint(service, pod, address, publish, zones):
    serving, terminating = services.is_ready(pod), owners.is_deleted(pod)
    made = {"addresses": [address], "conditions": {"ready": publish or serving and not terminating, "serving": serving, "terminating": terminating},
            "targetRef": {"kind": "Pod", "namespace": pod["metadata"]["namespace"], "name": pod["metadata"]["name"], "uid": pod["metadata"]["uid"]}}
    node = pod["spec"].get("nodeName")
    if node:
        made["nodeName"] = node
        if zones.get(node):
            made["zone"] = zones[node]
    if services.names_host(pod, service):
        made["hostname"] = pod["spec"]["hostname"]
    return made


def _plan_family(service, family, wanted, mine, done):
    by_ports: dict[tuple, list] = {}
    for one in sorted(mine, key=lambda s: s["metadata"]["name"]):
        by_ports.setdefault(_ports_of(one), []).append(one)
    spare = []  # slices whose ports nobody wants any more: reused before new ones are made
    for ports, found in by_ports.items():
        if ports not in wanted:
            spare.extend(found)
    if not wanted:
        return _plan_placeholder(service, family, mine, done)
    for ports, endpoints in wanted.items():
        _plan_ports(service, family, ports, endpoints, by_ports.get(ports, []), spare, done)
    done.delete.extend(spare)


def _plan_placeholder(service, family, mine, done):
    """A service without endpoints keeps one empty slice."""
    if not mine:
        done.create.append(_slice(service, family, (), []))
        return
    keep, *others = mine
    _replace(service, keep, (), [], done)
    done.delete.extend(others)


def _plan_ports(service, family, ports, endpoints, found, spare, done):
    """Keep endpoints in the slices they are in, fill what has room, then make new slices."""
    left = {_identity(e): e for e in endpoints}
    contents = []
    for one in found:
        kept = [left.pop(_identity(e)) for e in one.get("endpoints") or () if _identity(e) in left]
        contents.append((one, kept))
    missing = list(left.values())
    for _, kept in contents:
        room = ENDPOINTS_MAX - len(kept)
        kept += missing[:room]
        missing = missing[room:]
    while missing:
        chunk, missing = missing[:ENDPOINTS_MAX], missing[ENDPOINTS_MAX:]
        if spare:
            contents.append((spare.pop(), chunk))
        else:
            done.create.append(_slice(service, family, ports, chunk))
    for one, kept in contents:
        if kept:
            _replace(service, one, ports, kept, done)
        else:
            done.delete.append(one)


def _identity(endpoint):
    return (endpoint.get("targetRef") or {}).get("uid"), tuple(endpoint["addresses"])


def _replace(service, old, ports, endpoints, done):
    made = _slice(service, old["addressType"], ports, endpoints)
    same = (old.get("endpoints") or []) == endpoints and _ports_of(old) == ports and (old["metadata"].get("labels") or {}) == made["metadata"]["labels"]
    if not same:
        kept = {k: v for k, v in old.items() if k not in ("endpoints", "ports")}
        new = {k: v for k, v in made.items() if k in ("endpoints", "ports")}
        meta = {**old["metadata"], "labels": made["metadata"]["labels"], "ownerReferences": made["metadata"]["ownerReferences"]}
        done.update.append((old, {**kept, **new, "metadata": meta}))


def _ports_of(found):
    return tuple((p.get("name", ""), p.get("port"), p.get("protocol", "TCP"), p.get("appProtocol")) for p in found.get("ports") or ())


def _slice(service, family, ports, endpoints):
    meta = service["metadata"]
    labels = {k: v for k, v in (meta.get("labels") or {}).items() if k not in RESERVED}
    labels.update({SERVICE_NAME: meta["name"], MANAGED_BY: OURS})
    if services.is_headless(service):
        labels[HEADLESS] = ""
    made = {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": family,
            "metadata": {"generateName": f"{meta['name']}-", "namespace": meta["namespace"], "labels": labels,
                         "ownerReferences": [owners.controller_reference(service)]}}
    if endpoints:
        made["endpoints"] = endpoints
    if ports:
        made["ports"] = [_port(*port) for port in ports]
    return made


def _port(name, number, protocol, app_protocol):
    made = {"name": name, "port": number, "protocol": protocol}
    if app_protocol:
        made["appProtocol"] = app_protocol
    return made
