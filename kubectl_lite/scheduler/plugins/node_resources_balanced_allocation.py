"""NodeResourcesBalancedAllocation: nodes whose CPU and memory would be used alike score higher."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.scheduler.framework import MAX_SCORE, SKIP

NAME = "NodeResourcesBalancedAllocation"
RESOURCES = ("cpu", "memory")


def pre_score(cycle, infos):
    """A best-effort pod changes no balance."""
    cycle.state[NAME] = placement.requests(cycle.pod)
    return None if any(cycle.state[NAME].get(name) for name in RESOURCES) else SKIP


def score(cycle, info):
    return int(_balance(info, cycle.state[NAME]) * MAX_SCORE)


def _balance(info, more):
    """1 - the standard deviation of the fractions that would be used."""
    fractions = []
    for name in RESOURCES:
        capacity = info.allocatable.get(name, 0)
        if capacity:
            fractions.append(min((info.requested.get(name, 0) + more.get(name, 0)) / capacity, 1.0))
    return 1 - abs(fractions[0] - fractions[1]) / 2 if len(fractions) == 2 else 1.0
