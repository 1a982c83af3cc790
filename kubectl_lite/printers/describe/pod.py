"""kubectl describe pod."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z, since
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.containers import containers, resources
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import scheduling_group, tolerations, topology_spread
from kubectl_lite.printers.describe.volumes import volumes
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.text import controller_of

MIRROR = "kubernetes.io/config.mirror"
COMPUTE = ("cpu", "memory")


def related(obj: dict) -> dict:
    mirror = (obj["metadata"].get("annotations") or {}).get(MIRROR)
    return {"events": fetching.events(obj, kind="", uid=mirror)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, status, w = obj.get("spec") or {}, obj.get("status") or {}, Writer()
    _head(w, obj, spec, status)
    _state(w, obj, status, now)
    _addresses(w, obj, spec, status)
    _containers(w, obj, spec, status)
    _conditions(w, spec, status)
    volumes(w, spec.get("volumes"), "")
    w.field("QoS Class", status.get("qosClass") or qos_class(spec))
    labels(w, "Node-Selectors", spec.get("nodeSelector"))
    tolerations(w, "Tolerations", spec.get("tolerations"))
    topology_spread(w, spec, "")
    scheduling_group(w, spec, "")
    events(w, related, now)
    return w.text()


def _head(w: Writer, obj: dict, spec: dict, status: dict) -> None:
    meta = obj["metadata"]
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")))
    if spec.get("priority") is not None:
        w.field("Priority", spec["priority"])
    for title, key in (("Priority Class Name", "priorityClassName"), ("Runtime Class Name", "runtimeClassName"),
                       ("Service Account", "serviceAccountName")):
        if spec.get(key):
            w.field(title, spec[key])
    w.field("Node", f"{spec['nodeName']}/{status.get('hostIP', '')}" if spec.get("nodeName") else "<none>")
    if status.get("startTime"):
        w.field("Start Time", rfc1123z(status["startTime"]))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))


def _state(w: Writer, obj: dict, status: dict, now: float) -> None:
    meta, phase = obj["metadata"], status.get("phase", "")
    if meta.get("deletionTimestamp") and phase not in ("Failed", "Succeeded"):
        w.field("Status", f"Terminating (lasts {since(meta['deletionTimestamp'], now)})")
        w.field("Termination Grace Period", f"{meta.get('deletionGracePeriodSeconds', 0)}s")
    else:
        w.field("Status", phase)
    for title, key in (("Reason", "reason"), ("Message", "message")):
        if status.get(key):
            w.field(title, status[key])


def _addresses(w: Writer, obj: dict, spec: dict, status: dict) -> None:
    profile = (spec.get("securityContext") or {}).get("seccompProfile")
    if profile is not None:
        w.field("SeccompProfile", profile.get("type", ""))
        if profile.get("type") == "Localhost":
            w.field("LocalhostProfile", profile.get("localhostProfile", ""))
    w.field("IP", status.get("podIP", ""))
    w.line(0, "IPs:" if status.get("podIPs") else "IPs:\t<none>")
    w.rows(1, *(("IP:", address.get("ip", "")) for address in status.get("podIPs") or ()))
    owner = controller_of(obj)
    if owner:
        w.field("Controlled By", f"{owner['kind']}/{owner['name']}")
    if status.get("nominatedNodeName"):
        w.field("NominatedNodeName", status["nominatedNodeName"])


def _containers(w: Writer, obj: dict, spec: dict, status: dict) -> None:
    if spec.get("resources") is not None:
        w.line(0, "Resources:")
        resources(w, spec["resources"], 1)
    if spec.get("initContainers"):
        containers(w, "Init Containers", spec["initContainers"], status.get("initContainerStatuses"), obj, "")
    containers(w, "Containers", spec.get("containers"), status.get("containerStatuses"), obj, "")
    if spec.get("ephemeralContainers"):
        containers(w, "Ephemeral Containers", spec["ephemeralContainers"], status.get("ephemeralContainerStatuses"), obj, "")


def _conditions(w: Writer, spec: dict, status: dict) -> None:
    conditions = status.get("conditions") or ()
    if spec.get("readinessGates"):
        w.write(0, "Readiness Gates:\n  Type\tStatus\n")
        for gate in spec["readinessGates"]:
            state = next((c.get("status", "") for c in conditions if c.get("type") == gate["conditionType"]), "<none>")
            w.line(1, f"{gate['conditionType']} \t{state} ")
    if conditions:
        w.write(0, "Conditions:\n  Type\tStatus\n")
    for condition in conditions:
        w.line(1, f"{condition.get('type', '')} \t{condition.get('status', '')} ")


def qos_class(spec: dict) -> str:
    """qos.GetPodQOS: for pods that no kubelet or server has classified."""
    listed = [c.get("resources") or {} for c in (spec.get("initContainers") or []) + (spec.get("containers") or [])]
    listed = [spec["resources"]] if spec.get("resources") else listed
    amounts = [{key: {n: v for n, v in (r.get(key) or {}).items() if n in COMPUTE and v != "0"} for key in ("requests", "limits")} for r in listed]
    if not any(a["requests"] or a["limits"] for a in amounts):
        return "BestEffort"
    guaranteed = all(len(a["limits"]) == len(COMPUTE) and a["requests"] in ({}, a["limits"]) for a in amounts)
    return "Guaranteed" if guaranteed else "Burstable"
