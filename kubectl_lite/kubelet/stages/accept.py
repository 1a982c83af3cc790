"""A pod that is new on the node: it gets a start time, the node's address, and containers that wait to be created."""
from __future__ import annotations

from kubectl_lite.kubelet import status
from kubectl_lite.kubelet.sight import Step


def applies(sight) -> bool:
    return not sight.status.get("startTime")


def step(sight) -> Step:
    inits = sight.spec.get("initContainers") or []
    reason = status.INITIALIZING if inits else status.CREATING
    change = {"phase": "Pending", "startTime": sight.timestamp, "hostIP": sight.host_ip, "hostIPs": [{"ip": sight.host_ip}],
              "resources": sight.spec.get("resources") or {},
              "containerStatuses": [status.waiting(c, reason) for c in sight.spec["containers"]]}
    if inits:
        change["initContainerStatuses"] = [status.waiting(c, reason) for c in inits]
    made = sight.with_status(**change)
    made["conditions"] = status.conditions(sight.on(made), sandbox=False, initialized=not inits, now=sight.timestamp)
    return Step(made)
