"""SchedulingGates: a pod with gates is not tried. The API server writes its condition."""
from __future__ import annotations

NAME = "SchedulingGates"


def pre_enqueue(pod) -> bool:
    """Whether the pod must wait."""
    return bool(pod["spec"].get("schedulingGates"))
