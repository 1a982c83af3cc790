"""A node as its kubelet registers it: capacity, conditions, addresses, system information, and the Lease. Pure."""
from __future__ import annotations

import hashlib

from kubectl_lite.kubelet.addresses import host_ip

VERSION, OS_IMAGE = "v1.36.0", "kubectl-lite simulation"
LEASE_NAMESPACE = "kube-node-lease"
CAPACITY = {"cpu": "4", "memory": "32Gi", "ephemeral-storage": "100Gi", "pods": "110"}
CONDITIONS = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def ready_condition(node: dict) -> dict | None:
    """The Ready condition, or None for a node that nobody registered."""
    return next((c for c in (node.get("status") or {}).get("conditions") or () if c["type"] == "Ready"), None)


def has_kubelet(node: dict | None) -> bool:
    """Whether a kubelet works on the node."""
    condition = node and ready_condition(node)
    return bool(condition) and condition["status"] == "True"


def registered(node: dict, now: str) -> dict:
    """The status with which a kubelet registers a node that has none."""
    status = node.get("status") or {}
    capacity = status.get("capacity") or dict(CAPACITY)
    address = host_ip(node)
    return {
        **status, "capacity": capacity, "allocatable": status.get("allocatable") or capacity,
        "conditions": [_condition(*row, now) for row in CONDITIONS],
        "addresses": status.get("addresses") or [{"type": "InternalIP", "address": address}, {"type": "Hostname", "address": node["metadata"]["name"]}],
        "nodeInfo": _info(node["metadata"]["name"], status.get("nodeInfo") or {}),
    }


def numbered(node: dict, number: int, now: str) -> dict:
    """One of a new cluster's simulated nodes, registered: the number (from 0) gives its address and its range of pod addresses."""
    cidr = f"10.{244 + number // 256}.{number % 256}.0/24"
    addresses = [{"type": "InternalIP", "address": f"172.18.{(number + 2) // 254}.{(number + 2) % 254 + 1}"}, {"type": "Hostname", "address": node["metadata"]["name"]}]
    made = {**node, "spec": {**(node.get("spec") or {}), "podCIDR": cidr, "podCIDRs": [cidr]}, "status": {**(node.get("status") or {}), "addresses": addresses}}
    return {**made, "status": registered(made, now)}


def is_simulated(node: dict) -> bool:
    """Whether a kubelet of ours registered the node (a node may also come with a status that a user wrote)."""
    return ((node.get("status") or {}).get("nodeInfo") or {}).get("osImage") == OS_IMAGE


def _condition(type_, status, reason, message, now):
    return {"type": type_, "status": status, "lastHeartbeatTime": now, "lastTransitionTime": now, "reason": reason, "message": message}


def _info(name, given):
    identity = hashlib.sha256(name.encode()).hexdigest()
    made = {"machineID": identity[:32], "systemUUID": identity[:32], "bootID": identity[32:], "kernelVersion": "6.12.0", "osImage": OS_IMAGE,
            "containerRuntimeVersion": "containerd://2.2.0", "kubeletVersion": VERSION, "kubeProxyVersion": "", "operatingSystem": "linux", "architecture": "amd64"}
    return {**made, **{k: v for k, v in given.items() if v}}


def lease(node: dict, now: str) -> dict:
    """The Lease that a kubelet takes for its node; `now` with microseconds."""
    meta = node["metadata"]
    return {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
            "metadata": {"name": meta["name"], "namespace": LEASE_NAMESPACE,
                         "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": meta["name"], "uid": meta["uid"]}]},
            "spec": {"holderIdentity": meta["name"], "leaseDurationSeconds": 40, "renewTime": now}}
