"""NodeResourcesFit: what the pod asks for must be left on the node; emptier nodes score higher (LeastAllocated)."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.scheduler.framework import MAX_SCORE, Rejection

NAME = "NodeResourcesFit"
SCORED = ("cpu", "memory")  # each with weight 1
FIRST = ("cpu", "memory", "ephemeral-storage")


def pre_filter(cycle):
    cycle.state[NAME] = {name: value for name, value in placement.requests(cycle.pod).items() if value}


def filter(cycle, info):
    reasons, resolvable = [], True
    if len(info.pods) + 1 > info.allocatable.get("pods", 0):
        reasons.append("Too many pods")
    wanted = cycle.state[NAME]
    for name in [n for n in FIRST if n in wanted] + sorted(n for n in wanted if n not in FIRST):
        have = info.allocatable.get(name, 0)
        if wanted[name] > have - info.requested.get(name, 0):
            reasons.append(f"Insufficient {name}")
            resolvable = resolvable and wanted[name] <= have
    return Rejection(tuple(reasons), resolvable) if reasons else None


def pre_score(cycle, infos):
    cycle.state["NodeResourcesFit/score"] = placement.nonzero_requests(cycle.pod)


def score(cycle, info):
    wanted = cycle.state["NodeResourcesFit/score"]
    scores = []
    for name in SCORED:
        capacity = info.allocatable.get(name, 0)
        if capacity:
            used = info.nonzero[name] + wanted.get(name, 0)
            scores.append((capacity - used) * MAX_SCORE // capacity if used <= capacity else 0)
    return sum(scores) // len(scores) if scores else 0
