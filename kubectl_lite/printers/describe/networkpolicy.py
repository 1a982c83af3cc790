"""kubectl describe networkpolicy."""
from __future__ import annotations

from kubectl_lite.printers.ages import go_time
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.labels import format_selector

INDENT = "    "
INGRESS = ("ingress", "from", "From", "source")
EGRESS = ("egress", "to", "To", "destination")


def related(obj: dict) -> dict:
    return {}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, w = obj["metadata"], Writer()
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("Created on:", go_time(meta.get("creationTimestamp"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    _spec(w, obj.get("spec") or {})
    return w.text()


def _spec(w: Writer, spec: dict) -> None:
    selector, types = spec.get("podSelector") or {}, spec.get("policyTypes") or ()
    everything = not selector.get("matchLabels") and not selector.get("matchExpressions")
    w.line(0, "Spec:")
    w.write(1, "PodSelector: ")
    w.line(2, "<none> (Allowing the specific traffic to all pods in this namespace)" if everything else format_selector(selector))
    for way in (INGRESS, EGRESS):
        if way[0].capitalize() in types:
            w.line(1, f"Allowing {way[0]} traffic:")
            _rules(w, spec.get(way[0]) or (), way)
        else:
            w.line(1, f"Not affecting {way[0]} traffic")
    w.line(1, f"Policy Types: {', '.join(types) or '<none>'}")


def _rules(w: Writer, rules, way: tuple) -> None:
    if not rules:
        w.line(0, f"{INDENT}<none> (Selected pods are isolated for {way[0]} connectivity)")
    for i, rule in enumerate(rules):
        if i:
            w.line(0, f"{INDENT}----------")
        for text in _ports(rule.get("ports") or ()):
            w.line(0, INDENT + text)
        peers = rule.get(way[1]) or ()
        if not peers:
            w.line(0, f"{INDENT}{way[2]}: <any> (traffic not restricted by {way[3]})")
        for peer in peers:
            _peer(w, peer, way[2])


def _ports(ports) -> list[str]:
    if not ports:
        return ["To Port: <any> (traffic allowed to all ports)"]
    return [_port(port) for port in ports]


def _port(port: dict) -> str:
    number, protocol = port.get("port", "<nil>"), port.get("protocol", "TCP")
    if port.get("endPort") is not None:
        return f"To Port Range: {number}-{port['endPort']}/{protocol}"
    return f"To Port: {number}/{protocol}"


def _peer(w: Writer, peer: dict, title: str) -> None:
    w.line(0, f"{INDENT}{title}:")
    for key, name in (("namespaceSelector", "NamespaceSelector"), ("podSelector", "PodSelector")):
        if peer.get(key) is not None:
            w.line(1, f"{INDENT}{name}: {format_selector(peer[key])}")
    block = peer.get("ipBlock")
    if block is not None and peer.get("podSelector") is None and peer.get("namespaceSelector") is None:
        w.line(1, f"{INDENT}IPBlock:")
        w.line(2, f"{INDENT}CIDR: {block.get('cidr', '')}")
        w.line(2, f"{INDENT}Except: {', '.join(block.get('except') or ())}")
