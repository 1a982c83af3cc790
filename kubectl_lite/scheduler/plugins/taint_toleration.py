"""TaintToleration: taints keep pods away; those that only ask to (PreferNoSchedule) count in the score."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.scheduler.framework import default_normalize, hopeless

NAME = "TaintToleration"
REASON = "node(s) had untolerated taint(s)"


def filter(cycle, info):
    taints = info.node["spec"].get("taints")
    found = placement.untolerated(taints, cycle.pod["spec"].get("tolerations"), (placement.NO_SCHEDULE, placement.NO_EXECUTE))
    return hopeless(REASON) if found else None


def score(cycle, info):
    """How many preferences of the node the pod does not tolerate: the fewer the better (see normalize)."""
    tolerations = [t for t in cycle.pod["spec"].get("tolerations") or () if t.get("effect", "") in ("", placement.PREFER_NO_SCHEDULE)]
    return sum(taint["effect"] == placement.PREFER_NO_SCHEDULE and not any(placement.tolerates(t, taint) for t in tolerations)
               for taint in info.node["spec"].get("taints") or ())


def normalize(cycle, scores):
    return default_normalize(scores, reverse=True)
