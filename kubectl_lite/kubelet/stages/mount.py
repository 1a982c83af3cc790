"""A pod one of whose volumes cannot be mounted: it waits, and says so once."""
from __future__ import annotations

from kubectl_lite.kubelet.configuration import volume_problem
from kubectl_lite.kubelet.sight import Step


def applies(sight) -> bool:
    return not sight.status.get("podIP") and bool(volume_problem(sight.pod, sight.find)[0])


def step(sight) -> Step:
    volume, problem = volume_problem(sight.pod, sight.find)
    return Step(events=[("Warning", "FailedMount", f'MountVolume.SetUp failed for volume "{volume}" : {problem}', "")])
