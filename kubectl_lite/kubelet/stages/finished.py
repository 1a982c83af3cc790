"""A pod that has Succeeded or Failed: nothing more happens to it."""
from __future__ import annotations

from kubectl_lite.kubelet.sight import Step


def applies(sight) -> bool:
    return sight.is_finished


def step(sight) -> Step:
    return Step()
