"""Columns of services: printService."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.labels import format_labels
from kubectl_lite.printers.text import load_balancer

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Type", "string", "", 0),
    ("Cluster-IP", "string", "", 0),
    ("External-IP", "string", "", 0),
    ("Port(s)", "string", "", 0),
    ("Age", "string", "", 0),
    ("Selector", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    ips = spec.get("clusterIPs")
    return [obj["metadata"]["name"], spec.get("type", ""), ips[0] if ips else "<none>", _external(obj, spec),
            _ports(spec.get("ports") or ()) or "<none>", age(obj, now), format_labels(spec.get("selector"))]


def _external(obj: dict, spec: dict) -> str:
    type_, external = spec.get("type"), spec.get("externalIPs") or []
    if type_ in ("ClusterIP", "NodePort"):
        return ",".join(external) or "<none>"
    if type_ == "LoadBalancer":
        given = load_balancer(obj)
        return ",".join(([given] if given else []) + external) or "<pending>"
    return spec.get("externalName", "") if type_ == "ExternalName" else "<unknown>"


def _ports(ports) -> str:
    return ",".join(f"{p['port']}:{p['nodePort']}/{p.get('protocol', '')}" if p.get("nodePort") else f"{p['port']}/{p.get('protocol', '')}"
                    for p in ports)
