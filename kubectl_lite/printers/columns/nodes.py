"""Columns of nodes: printNode."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.text import node_roles

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Status", "string", "", 0),
    ("Roles", "string", "", 0),
    ("Age", "string", "", 0),
    ("Version", "string", "", 0),
    ("Internal-IP", "string", "", 1),
    ("External-IP", "string", "", 1),
    ("OS-Image", "string", "", 1),
    ("Kernel-Version", "string", "", 1),
    ("Container-Runtime", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    status = obj.get("status") or {}
    info = status.get("nodeInfo") or {}
    return [obj["metadata"]["name"], _state(obj, status), ",".join(node_roles(obj)) or "<none>", age(obj, now),
            info.get("kubeletVersion", ""), _address(status, "InternalIP"), _address(status, "ExternalIP"),
            info.get("osImage") or "<unknown>", _kernel(info), info.get("containerRuntimeVersion") or "<unknown>"]


def _kernel(info: dict) -> str:
    version, architecture = info.get("kernelVersion"), info.get("architecture")
    return f"{version} ({architecture})" if version and architecture else version or "<unknown>"


def _state(obj: dict, status: dict) -> str:
    ready = [c for c in status.get("conditions") or () if c.get("type") == "Ready"]
    state = "Unknown" if not ready else "Ready" if ready[-1].get("status") == "True" else "NotReady"
    return state + ",SchedulingDisabled" if (obj.get("spec") or {}).get("unschedulable") else state


def _address(status: dict, type_: str) -> str:
    return next((a["address"] for a in status.get("addresses") or () if a.get("type") == type_), "<none>")
