"""The containers and pods that `debug` makes. Pure functions of flags and the object that is to be debugged."""
from __future__ import annotations

import copy

PROBES = {"keep-liveness": "livenessProbe", "keep-readiness": "readinessProbe", "keep-startup": "startupProbe"}
# what a profile adds to the security context of a container, by what is debugged
SECURITY = {
    "general": {"pod": {"capabilities": {"add": ["SYS_PTRACE"]}}},
    "netadmin": {"pod": {"capabilities": {"add": ["NET_ADMIN", "NET_RAW"]}}, "node": {"capabilities": {"add": ["NET_ADMIN", "NET_RAW"]}}},
    "restricted": {kind: {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "runAsNonRoot": True,
                          "seccompProfile": {"type": "RuntimeDefault"}} for kind in ("pod", "node")},
    "sysadmin": {"pod": {"privileged": True}, "node": {"privileged": True}},
}


def container(flags, command, name: str, what: str) -> dict:
    """The debugging container; `what` is "pod" or "node"."""
    made: dict = {"name": name, "image": flags["image"]}
    if command:
        made["args" if flags["arguments-only"] else "command"] = command
    if flags["env"]:
        made["env"] = [{"name": k, "value": v} for k, v in sorted(flags["env"].items())]
    made["resources"] = {}
    made["terminationMessagePolicy"] = "File"
    if flags["image-pull-policy"]:
        made["imagePullPolicy"] = flags["image-pull-policy"]
    security = SECURITY.get(flags["profile"], {}).get(what)
    if security:
        made["securityContext"] = security
    for name_ in ("stdin", "tty"):
        if flags[name_]:
            made[name_] = True
    return made


def ephemeral(flags, command, name: str) -> dict:
    """An ephemeral container."""
    made = container(flags, command, name, "pod")
    return {**made, "targetContainerName": flags["target"]} if flags["target"] else made


def copy_of(flags, pod: dict, command, name: str) -> dict:
    """A copy of a pod under another name, with other images or one container more."""
    spec = copy.deepcopy(pod["spec"])
    spec.pop("ephemeralContainers", None)
    if not flags["same-node"]:
        spec.pop("nodeName", None)
    spec["shareProcessNamespace"] = flags["share-processes"]
    if not flags["keep-init-containers"]:
        spec.pop("initContainers", None)
    for entry in spec["containers"]:
        _change(flags, entry)
    _debugged(flags, spec, command, name)
    meta: dict = {"name": flags["copy-to"], "namespace": pod["metadata"]["namespace"]}
    for flag, field in (("keep-labels", "labels"), ("keep-annotations", "annotations")):
        if flags[flag] and pod["metadata"].get(field):
            meta[field] = pod["metadata"][field]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}


def _change(flags, entry) -> None:
    """Probes go unless they are kept; images are replaced as --set-image says."""
    for flag, probe in PROBES.items():
        if not flags[flag]:
            entry.pop(probe, None)
    image = flags["set-image"].get(entry["name"]) or flags["set-image"].get("*")
    if image:
        entry["image"] = image


def _debugged(flags, spec, command, name) -> None:
    """The container that is changed to debug, or a new one."""
    found = next((c for c in spec["containers"] if c["name"] == name), None) if name else None
    if found is None and not flags["image"]:
        found = spec["containers"][0]
    if found is None:
        spec["containers"].append(container(flags, command, name, "pod"))
        return
    if flags["image"]:
        found["image"] = flags["image"]
    if command:
        found["args" if flags["arguments-only"] else "command"] = command
        if not flags["arguments-only"]:
            found.pop("args", None)


def on_node(flags, node: dict, command, env, namespace: str) -> tuple[dict, str]:
    """(a pod on the node with the host's file system, its container's name)."""
    name = flags["container"] or "debugger"
    made = container(flags, command, name, "node")
    spec = {"containers": [made], "nodeName": node["metadata"]["name"], "restartPolicy": "Never", "tolerations": [{"operator": "Exists"}]}
    if flags["profile"] not in ("baseline", "restricted"):
        made["volumeMounts"] = [{"mountPath": "/host", "name": "host-root"}]
        spec["volumes"] = [{"name": "host-root", "hostPath": {"path": "/"}}]
        spec.update(hostIPC=True, hostNetwork=True, hostPID=True)
    pod_name = f"node-debugger-{node['metadata']['name']}-{env.suffix(5)}"
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": pod_name, "namespace": namespace}, "spec": spec}, name
