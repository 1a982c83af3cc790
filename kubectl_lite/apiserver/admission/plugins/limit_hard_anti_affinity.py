"""LimitPodHardAntiAffinityTopology (off by default): pods may insist on staying apart by host name only, not by zone or region."""
from __future__ import annotations

RESOURCES = (("", "pods"),)

HOST = "kubernetes.io/hostname"


def validate(attributes) -> None:
    """Check the required anti-affinity of a pod."""
    if attributes.operation not in ("CREATE", "UPDATE") or not attributes.is_("", "pods"):
        return
    apart = (attributes.obj["spec"].get("affinity") or {}).get("podAntiAffinity") or {}
    for term in apart.get("requiredDuringSchedulingIgnoredDuringExecution") or ():
        if term.get("topologyKey") != HOST:
            raise attributes.forbidden(f"affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey {term.get('topologyKey', '')} but only key {HOST} is allowed")
