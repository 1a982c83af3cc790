"""kubectl describe service."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.slices import endpoints_text
from kubectl_lite.printers.describe.writer import Writer, head
from kubectl_lite.printers.labels import format_labels


def related(obj: dict) -> dict:
    meta = obj["metadata"]
    return {"slices": fetching.endpoint_slices(meta.get("namespace", ""), meta["name"]), "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, w = obj.get("spec") or {}, Writer()
    head(w, obj)
    w.rows(0, ("Selector:", format_labels(spec.get("selector"))), ("Type:", spec.get("type", "")))
    _addresses(w, spec)
    ingress = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress")
    if ingress:
        w.field("LoadBalancer Ingress", ", ".join(map(_ingress, ingress)))
    slices = fetching.items(related["slices"])
    for port in spec.get("ports") or ():
        _port(w, port, slices)
    _traffic(w, spec)
    events(w, related, now)
    return w.text()


def _addresses(w: Writer, spec: dict) -> None:
    if spec.get("ipFamilyPolicy") is not None:
        w.field("IP Family Policy", spec["ipFamilyPolicy"])
    w.rows(0, ("IP Families:", ",".join(spec.get("ipFamilies") or ()) or "<none>"), ("IP:", spec.get("clusterIP", "")),
           ("IPs:", ",".join(spec.get("clusterIPs") or ()) or "<none>"))
    for title, text in (("External IPs", ",".join(spec.get("externalIPs") or ())), ("Desired LoadBalancer IP", spec.get("loadBalancerIP")),
                        ("External Name", spec.get("externalName"))):
        if text:
            w.field(title, text)


def _ingress(ingress: dict) -> str:
    if not ingress.get("ip"):
        return ingress.get("hostname", "")
    return f"{ingress['ip']} ({ingress['ipMode']})" if ingress.get("ipMode") is not None else ingress["ip"]


def _port(w: Writer, port: dict, slices: list[dict]) -> None:
    name, protocol = port.get("name") or "<unset>", port.get("protocol", "")
    w.rows(0, ("Port:", name, f"{port.get('port', 0)}/{protocol}"), ("TargetPort:", f"{port.get('targetPort', 0)}/{protocol}"))
    if port.get("appProtocol") is not None:
        w.field("AppProtocol", port["appProtocol"])
    if port.get("nodePort"):
        w.rows(0, ("NodePort:", name, f"{port['nodePort']}/{protocol}"))
    w.field("Endpoints", endpoints_text(slices, port.get("name") or ""))


def _traffic(w: Writer, spec: dict) -> None:
    w.field("Session Affinity", spec.get("sessionAffinity", ""))
    for title, key in (("External Traffic Policy", "externalTrafficPolicy"), ("Internal Traffic Policy", "internalTrafficPolicy"),
                       ("HealthCheck NodePort", "healthCheckNodePort")):
        if spec.get(key):
            w.field(title, spec[key])
    if spec.get("loadBalancerSourceRanges"):
        w.field("LoadBalancer Source Ranges", ",".join(spec["loadBalancerSourceRanges"]))
    if spec.get("trafficDistribution") is not None:
        w.field("Traffic Distribution", spec["trafficDistribution"])
