"""The containers start, each as soon as what it refers to is there."""
from __future__ import annotations

from kubectl_lite.kubelet import starting, status
from kubectl_lite.kubelet.sight import Step


def applies(sight) -> bool:
    found = sight.statuses
    return not all(status.is_running(found.get(c["name"])) for c in sight.spec["containers"])


def step(sight) -> Step:
    return starting.start(sight)
