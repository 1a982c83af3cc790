"""Starting containers: the status that comes next and the events on the way. Pure."""
from __future__ import annotations

from kubectl_lite.kubelet import runtime, status
from kubectl_lite.kubelet.configuration import container_problem
from kubectl_lite.kubelet.sight import Step, container_path

CONFIG_ERROR = "CreateContainerConfigError"


def is_initialized(sight) -> bool:
    """Whether every init container has ended well or, as a sidecar, runs."""
    found = sight.init_statuses
    return all(found.get(c["name"], {}).get("ready") for c in sight.spec.get("initContainers") or ())


def start(sight, **change) -> Step:
    """Start the containers that do not run yet; `change` are further fields of the status."""
    made, events = [], []
    for container in sight.spec["containers"]:
        old = sight.statuses.get(container["name"])
        if status.is_running(old):
            made.append(old)
            continue
        new, more = started(sight, container, old, init=False, ready="readinessProbe" not in container)
        made.append(new)
        events += more
    phase = "Running" if all(map(status.is_running, made)) else "Pending"
    next_status = sight.with_status(phase=phase, containerStatuses=made, **change)
    next_status["conditions"] = status.conditions(sight.on(next_status), sandbox=True, initialized=True, now=sight.timestamp)
    return Step(next_status if next_status != sight.status else None, events)


def started(sight, container, old, init, ready):
    """(status, events) of a container that is being started, or of one that cannot be created."""
    path = container_path(container, init)
    problem = container_problem(sight.pod, container, sight.find)
    if problem:
        return status.waiting(container, CONFIG_ERROR, problem, old), [*_pulled(sight, container, path), ("Warning", "Failed", f"Error: {problem}", path)]
    events = [*_pulled(sight, container, path), ("Normal", "Created", "Container created", path), ("Normal", "Started", "Container started", path)]
    attempt = (old or {}).get("restartCount", 0)
    run = runtime.container_id(sight.pod, container["name"], attempt)
    return status.running(container, run, runtime.image_id(container["image"]), sight.timestamp, ready, old), events


def _pulled(sight, container, path):
    image = container["image"]
    if sight.has_image(image):
        return [("Normal", "Pulled", f'Container image "{image}" already present on machine and can be accessed by the pod', path)]
    took = runtime.pull_time(image)
    return [("Normal", "Pulling", f'Pulling image "{image}"', path),
            ("Normal", "Pulled", f'Successfully pulled image "{image}" in {took} ({took} including waiting). Image size: {runtime.image_size(image)} bytes.', path)]
