"""A pod that is being deleted: its containers are stopped, which in a simulation takes no time."""
from __future__ import annotations

from kubectl_lite.kubelet import status
from kubectl_lite.kubelet.sight import Step, container_path


def applies(sight) -> bool:
    return sight.is_deleted


def step(sight) -> Step:
    events = [("Normal", "Killing", f"Stopping container {container['name']}", container_path(container, init))
              for container, init in _containers(sight) if status.is_running(_status_of(sight, container, init))]
    change = {"phase": _phase(sight), "containerStatuses": _stopped(sight, sight.spec["containers"], sight.statuses)}
    if sight.spec.get("initContainers"):
        change["initContainerStatuses"] = _stopped(sight, sight.spec["initContainers"], sight.init_statuses)
    made = sight.with_status(**change)
    made["conditions"] = status.conditions(sight.on(made), sandbox=False, initialized=True, now=sight.timestamp, completed=made["phase"] == "Succeeded")
    return Step(made, events)


def _containers(sight):
    return [(c, True) for c in sight.spec.get("initContainers") or ()] + [(c, False) for c in sight.spec["containers"]]


def _status_of(sight, container, init):
    return (sight.init_statuses if init else sight.statuses).get(container["name"])


def _stopped(sight, containers, found):
    made = []
    for container in containers:
        old = found.get(container["name"])
        if old is not None:
            made.append(status.terminated(old, container, sight.timestamp, 0) if status.is_running(old) else old)
    return made


def _phase(sight):
    return sight.status["phase"] if sight.is_finished else "Succeeded"
