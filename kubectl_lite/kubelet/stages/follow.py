"""A running pod: containers become ready when their readiness probe has first been asked; gates, conditions and generation are followed."""
from __future__ import annotations

from kubectl_lite.kubelet import status
from kubectl_lite.kubelet.sight import Step
from kubectl_lite.machinery.env import parse_time


def applies(sight) -> bool:
    return True


def step(sight) -> Step:
    made, waits = [], []
    for container in sight.spec["containers"]:
        old = sight.statuses[container["name"]]
        wait = _ready_in(container, old, sight.now)
        waits += [wait] if wait > 0 else []
        made.append(old if old.get("ready") == (wait <= 0) else {**old, "ready": wait <= 0})
    next_status = sight.with_status(phase="Running", containerStatuses=made)
    next_status["conditions"] = status.conditions(sight.on(next_status), sandbox=True, initialized=True, now=sight.timestamp)
    return Step(next_status if next_status != sight.status else None, wait=min(waits) if waits else None)


def _ready_in(container, container_status, now):
    """Seconds until the container is ready; 0 when it is. Probes of a simulation succeed when they are first made."""
    probe = container.get("readinessProbe")
    startup = container.get("startupProbe") or {}
    if probe is None:
        return 0
    started = parse_time(container_status["state"]["running"]["startedAt"])
    return max(started + max(probe.get("initialDelaySeconds", 0), startup.get("initialDelaySeconds", 0)) - now, 0)
