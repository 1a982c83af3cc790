"""The sandbox is there: the pod has its address, and its init containers run one after the other."""
from __future__ import annotations

from kubectl_lite.kubelet import starting, status
from kubectl_lite.kubelet.sight import Step


def applies(sight) -> bool:
    return not sight.status.get("podIP") or not starting.is_initialized(sight)


def step(sight) -> Step:
    """Without init containers the address is written together with the start of the containers."""
    address = sight.status.get("podIP") or (sight.host_ip if sight.spec.get("hostNetwork") else sight.new_ip())
    if not sight.spec.get("initContainers"):
        return starting.start(sight, podIP=address, podIPs=[{"ip": address}])
    inits, events = _run(sight)
    done = all(s.get("ready") for s in inits) and len(inits) == len(sight.spec["initContainers"])
    made = sight.with_status(podIP=address, podIPs=[{"ip": address}], initContainerStatuses=inits)
    made["conditions"] = status.conditions(sight.on(made), sandbox=True, initialized=done, now=sight.timestamp)
    return Step(made if made != sight.status else None, events)


def _run(sight):
    """The init containers as far as they come: one that cannot be created holds up those after it."""
    made, events, held = [], [], False
    for container in sight.spec["initContainers"]:
        old = sight.init_statuses.get(container["name"])
        if held or old and old.get("ready"):
            made.append(old or status.waiting(container, status.INITIALIZING))
            continue
        started, more = starting.started(sight, container, old, init=True, ready=True)
        events += more
        held = not status.is_running(started)
        ends = not held and not status.is_restartable(container)
        made.append(status.terminated(started, container, sight.timestamp, 0, ready=True) if ends else started)
    return made, events
