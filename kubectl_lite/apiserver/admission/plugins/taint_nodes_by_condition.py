"""TaintNodesByCondition: a new node is not ready until its controller has seen that it is."""
from __future__ import annotations

RESOURCES = (("", "nodes"),)

TAINT = {"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"}


def admit(attributes) -> None:
    """Add the not-ready taint to a new node."""
    if attributes.operation != "CREATE" or not attributes.is_("", "nodes"):
        return
    spec = attributes.obj.setdefault("spec", {})
    taints = spec.get("taints") or []
    if not any(t["key"] == TAINT["key"] and t["effect"] == TAINT["effect"] for t in taints):
        spec["taints"] = [*taints, dict(TAINT)]
