"""The parts of a pod's status as a kubelet writes them: container statuses, conditions, the phase. Pure.

`now` is a time as objects carry it. Statuses that come in are never changed.
"""
from __future__ import annotations

from kubectl_lite.api import placement

CONTAINERS_NOT_READY, NOT_INITIALIZED, POD_COMPLETED, GATES_NOT_READY = "ContainersNotReady", "ContainersNotInitialized", "PodCompleted", "ReadinessGatesNotReady"
CREATING, INITIALIZING = "ContainerCreating", "PodInitializing"
# The conditions that a kubelet owns, in the order in which it writes them.
OWNED = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")


def waiting(container: dict, reason: str, message: str = "", old: dict | None = None) -> dict:
    """The status of a container that does not run yet."""
    state = {"reason": reason, **({"message": message} if message else {})}
    made = {"name": container["name"], "image": container["image"], "imageID": "", "lastState": (old or {}).get("lastState", {}),
            "ready": False, "restartCount": (old or {}).get("restartCount", 0), "started": False, "state": {"waiting": state}}
    return _mounted(made, container)


def running(container: dict, container_id: str, image_id: str, started_at: str, ready: bool, old: dict | None = None) -> dict:
    """The status of a container that runs."""
    resources = container.get("resources") or {}
    made = {"name": container["name"], "image": container["image"], "imageID": image_id, "containerID": container_id,
            "lastState": (old or {}).get("lastState", {}), "ready": ready, "restartCount": (old or {}).get("restartCount", 0), "started": True,
            "state": {"running": {"startedAt": started_at}},
            "resources": {name: resources[name] for name in ("limits", "requests") if resources.get(name)}}
    if resources.get("requests"):
        made["allocatedResources"] = resources["requests"]
    return _mounted(made, container)


def terminated(old: dict, container: dict, now: str, exit_code: int, ready: bool = False) -> dict:
    """The status of a container that has ended."""
    started = (old.get("state") or {}).get("running", {}).get("startedAt", now)
    state = {"exitCode": exit_code, "reason": "Error" if exit_code else "Completed", "startedAt": started, "finishedAt": now,
             "containerID": old.get("containerID", "")}
    made = {**old, "ready": ready, "started": False, "state": {"terminated": state}}
    made.setdefault("lastState", {})
    return made


def _mounted(made, container):
    mounts = container.get("volumeMounts")
    if mounts:
        made["volumeMounts"] = [_mount(m) for m in mounts]
    return made


def _mount(mount):
    made = {"name": mount["name"], "mountPath": mount["mountPath"]}
    if mount.get("readOnly"):
        made.update(readOnly=True, recursiveReadOnly="Disabled")
    return made


def by_name(statuses) -> dict:
    """Container statuses by container name."""
    return {s["name"]: s for s in statuses or ()}


def is_running(status: dict | None) -> bool:
    return bool(status) and "running" in (status.get("state") or {})


def ended(status: dict | None) -> dict | None:
    """The terminated state of a container that has ended, or None."""
    return (status or {}).get("state", {}).get("terminated")


def is_restartable(container: dict) -> bool:
    return placement.is_sidecar(container)


def conditions(pod: dict, sandbox: bool, initialized: bool, now: str, completed: bool = False) -> list:
    """The pod's conditions for its container statuses (pod["status"] holds the new ones): the kubelet's own in their order, then everybody else's."""
    old = {c["type"]: c for c in (pod["status"].get("conditions") or ())}
    wanted = {
        "PodReadyToStartContainers": _condition(sandbox),
        "Initialized": _initialized(pod, initialized, completed),
        "Ready": _ready(pod, old, completed),
        "ContainersReady": _containers_ready(pod, completed),
        "PodScheduled": _condition(True),
    }
    made = [_dated(type_, wanted[type_], old.get(type_), pod, now) for type_ in OWNED]
    return made + [c for type_, c in old.items() if type_ not in OWNED]


def _condition(holds, reason="", message=""):
    made = {"status": "True" if holds else "False"}
    if reason:
        made["reason"] = reason
    if message:
        made["message"] = message
    return made


def _dated(type_, condition, old, pod, now):
    since = old["lastTransitionTime"] if old and old["status"] == condition["status"] and old.get("lastTransitionTime") else now
    made = {"type": type_, "lastProbeTime": None, "lastTransitionTime": since, **condition}
    if pod["metadata"].get("generation"):
        made["observedGeneration"] = pod["metadata"]["generation"]
    return made


def _initialized(pod, initialized, completed):
    if completed:
        return _condition(True, POD_COMPLETED)
    if initialized:
        return _condition(True)
    names = [s["name"] for s in pod["status"].get("initContainerStatuses") or () if not s.get("ready")]
    return _condition(False, NOT_INITIALIZED, f"containers with incomplete status: [{' '.join(names)}]")


def _containers_ready(pod, completed):
    if completed:
        return _condition(False, POD_COMPLETED)
    unready = [s["name"] for s in pod["status"].get("containerStatuses") or () if not s.get("ready")]
    if unready:
        return _condition(False, CONTAINERS_NOT_READY, f"containers with unready status: [{' '.join(unready)}]")
    return _condition(True)


def _ready(pod, old, completed):
    containers = _containers_ready(pod, completed)
    if containers["status"] != "True":
        return containers
    problems = []
    for gate in pod["spec"].get("readinessGates") or ():
        found = old.get(gate["conditionType"])
        if found is None:
            problems.append(f'corresponding condition of pod readiness gate "{gate["conditionType"]}" does not exist.')
        elif found["status"] != "True":
            problems.append(f'the status of pod readiness gate "{gate["conditionType"]}" is not "True", but {found["status"]}')
    return _condition(False, GATES_NOT_READY, ", ".join(problems)) if problems else _condition(True)
