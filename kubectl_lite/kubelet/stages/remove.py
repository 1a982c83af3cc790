"""A pod that is being deleted and runs nothing: its object may be removed."""
from __future__ import annotations

from kubectl_lite.kubelet import status
from kubectl_lite.kubelet.sight import Step


def applies(sight) -> bool:
    running = any(map(status.is_running, [*sight.statuses.values(), *sight.init_statuses.values()]))
    return sight.is_deleted and not running


def step(sight) -> Step:
    """Nothing is left to do once the grace period is zero: finalizers hold the object then."""
    return Step(remove=sight.pod["metadata"].get("deletionGracePeriodSeconds") != 0)
