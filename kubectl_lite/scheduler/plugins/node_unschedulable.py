"""NodeUnschedulable: cordoned nodes take nobody who does not tolerate that."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.scheduler.framework import hopeless

NAME = "NodeUnschedulable"
REASON = "node(s) were unschedulable"
TAINT = {"key": "node.kubernetes.io/unschedulable", "effect": placement.NO_SCHEDULE}


def filter(cycle, info):
    if not info.node["spec"].get("unschedulable"):
        return None
    tolerations = cycle.pod["spec"].get("tolerations") or ()
    return None if any(placement.tolerates(t, TAINT) for t in tolerations) else hopeless(REASON)
