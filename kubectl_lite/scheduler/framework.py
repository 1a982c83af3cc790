"""The words that plug-ins and the cycle share: rejections, the skip mark, scores."""
from __future__ import annotations

from collections import namedtuple

MAX_SCORE = 100
SKIP = object()  # a plug-in that has nothing to say about this pod

# Why a pod cannot run (on a node). `resolvable`: removing pods from the node could help. `plugin` is filled in by the cycle.
Rejection = namedtuple("Rejection", "reasons resolvable plugin", defaults=(True, ""))


def rejected(*reasons: str) -> Rejection:
    """Unschedulable: other pods stand in the way."""
    return Rejection(reasons, True)


def hopeless(*reasons: str) -> Rejection:
    """UnschedulableAndUnresolvable: no preemption would help."""
    return Rejection(reasons, False)


def default_normalize(scores: dict, reverse: bool = False) -> dict:
    """Scale to 0..100 by the highest (DefaultNormalizeScore)."""
    highest = max(scores.values(), default=0)
    if highest == 0:
        return {name: MAX_SCORE for name in scores} if reverse else scores
    scaled = {name: MAX_SCORE * score // highest for name, score in scores.items()}
    return {name: MAX_SCORE - score for name, score in scaled.items()} if reverse else scaled
