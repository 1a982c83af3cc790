"""STAGES: what may happen next to a pod on a node, in the order in which it is asked. The first that applies is taken, one at a time.

A stage is a module with `applies(sight) -> bool` and `step(sight) -> Step`; both are pure. A stage that applies must change what it answers to,
so that the next look at the pod finds another stage, or answer an empty Step.
"""
from __future__ import annotations

from kubectl_lite.kubelet.stages import accept, finished, follow, initialize, mount, remove, start, stop

STAGES = (
    ("remove", remove),          # everything has stopped: the object may go
    ("stop", stop),              # being deleted: the containers are stopped
    ("finished", finished),      # nothing more happens to a finished pod
    ("accept", accept),          # new on the node: containers are being created
    ("mount", mount),            # a volume is missing: wait
    ("initialize", initialize),  # the sandbox with its address; init containers run
    ("start", start),            # the containers start, or say why they cannot
    ("follow", follow),          # running: readiness, gates and generation are followed
)


def next_step(sight):
    """(stage name, Step) of the first stage that applies."""
    for name, stage in STAGES:
        if stage.applies(sight):
            return name, stage.step(sight)
    raise AssertionError("the last stage applies to every pod")
