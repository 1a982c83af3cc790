"""Columns of pods: printPod. The status column tells the one thing that matters most about a pod's containers."""
from __future__ import annotations

from kubectl_lite.printers.ages import age, since

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Ready", "string", "", 0),
    ("Status", "string", "", 0),
    ("Restarts", "string", "", 0),
    ("Age", "string", "", 0),
    ("IP", "string", "", 1),
    ("Node", "string", "", 1),
    ("Nominated Node", "string", "", 1),
    ("Readiness Gates", "string", "", 1),
)
GATED, UNREACHABLE = "SchedulingGated", "NodeLost"
DONE = {"Succeeded": "The pod has completed successfully.", "Failed": "The pod failed."}


def cells(obj: dict, now: float) -> list:
    spec, status, meta = obj.get("spec") or {}, obj.get("status") or {}, obj["metadata"]
    summary = _Summary(spec, status)
    restarts = str(summary.restarts)
    if summary.restarts and summary.last_restart:
        restarts += f" ({since(summary.last_restart, now)} ago)"
    ips = status.get("podIPs")
    return [meta["name"], f"{summary.ready}/{summary.total}", _reason(meta, status, summary.reason), restarts, age(obj, now),
            ips and ips[0].get("ip") or "<none>", spec.get("nodeName") or "<none>", status.get("nominatedNodeName") or "<none>",
            _readiness_gates(spec, status)]


def conditions(obj: dict) -> list[dict]:
    phase = (obj.get("status") or {}).get("phase")
    return [{"type": "Completed", "status": "True", "reason": phase, "message": DONE[phase]}] if phase in DONE else []


def _reason(meta: dict, status: dict, reason: str) -> str:
    if not meta.get("deletionTimestamp"):
        return reason
    if status.get("reason") == UNREACHABLE:
        return "Unknown"
    return reason if status.get("phase") in DONE else "Terminating"


def _readiness_gates(spec: dict, status: dict) -> str:
    gates = spec.get("readinessGates")
    if not gates:
        return "<none>"
    return f"{sum(_is_true(status, gate['conditionType']) for gate in gates)}/{len(gates)}"


def _is_true(status: dict, type_: str) -> bool:
    for condition in status.get("conditions") or ():
        if condition.get("type") == type_:
            return condition.get("status") == "True"
    return False


class _Summary:
    """What the containers of a pod add up to: ready and total count, restarts, the last restart, and the reason of its state."""
    __slots__ = ("spec", "status", "total", "ready", "restarts", "last_restart", "reason", "sidecars")

    def __init__(self, spec: dict, status: dict):
        self.spec, self.status = spec, status
        init = spec.get("initContainers") or ()
        self.sidecars = {c["name"] for c in init if c.get("restartPolicy") == "Always"}
        self.total, self.ready = len(spec.get("containers") or ()) + len(self.sidecars), 0
        self.restarts, self.last_restart = 0, ""
        self.reason = status.get("reason") or status.get("phase", "")
        if any(c.get("type") == "PodScheduled" and c.get("reason") == GATED for c in status.get("conditions") or ()):
            self.reason = GATED
        if not self._initializing(len(init)) or _is_true(status, "Initialized"):
            self._run()

    def _initializing(self, count: int) -> bool:
        """Reads the init containers up to the first that is not done; True when there is one."""
        for i, container in enumerate(self.status.get("initContainerStatuses") or ()):
            self._count(container)
            state = container.get("state") or {}
            terminated = state.get("terminated")
            if terminated is not None and not terminated.get("exitCode"):
                continue
            if container.get("name") in self.sidecars and container.get("started"):
                self.ready += bool(container.get("ready"))
                continue
            self.reason = "Init:" + _init_reason(state, i, count)
            return True
        return False

    def _run(self) -> None:
        self._restart_count_of_sidecars()
        running, failure = False, ""
        for container in reversed(self.status.get("containerStatuses") or ()):
            self._count(container)
            state = container.get("state") or {}
            if (state.get("waiting") or {}).get("reason"):
                self.reason = state["waiting"]["reason"]
            elif state.get("terminated") is not None:
                self.reason = _end(state["terminated"])
                failure = self.reason if state["terminated"].get("exitCode") else failure
            elif container.get("ready") and state.get("running") is not None:
                running = True
                self.ready += 1
        if self.reason == "Completed":
            self._still_running(running, failure)

    def _restart_count_of_sidecars(self) -> None:
        """Restarts of ordinary init containers no longer count once they are done."""
        self.restarts, self.last_restart = 0, ""
        for container in self.status.get("initContainerStatuses") or ():
            if container.get("name") in self.sidecars:
                self._count(container)

    def _still_running(self, running: bool, failure: str) -> None:
        if running and _is_true(self.status, "Ready"):
            self.reason = "Running"
        elif failure:
            self.reason = failure
        elif running:
            self.reason = "NotReady"

    def _count(self, container: dict) -> None:
        self.restarts += container.get("restartCount") or 0
        last = ((container.get("lastState") or {}).get("terminated") or {}).get("finishedAt")
        if last and last > self.last_restart:
            self.last_restart = last


def _init_reason(state: dict, index: int, count: int) -> str:
    if state.get("terminated") is not None:
        return _end(state["terminated"])
    waiting = (state.get("waiting") or {}).get("reason")
    return waiting if waiting and waiting != "PodInitializing" else f"{index}/{count}"


def _end(terminated: dict) -> str:
    if terminated.get("reason"):
        return terminated["reason"]
    signal = terminated.get("signal")
    return f"Signal:{signal}" if signal else f"ExitCode:{terminated.get('exitCode', 0)}"
