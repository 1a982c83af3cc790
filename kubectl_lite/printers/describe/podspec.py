"""Parts of a pod's description that pod templates share: tolerations, topology spread, scheduling group, and the template itself."""
from __future__ import annotations

from kubectl_lite.printers.describe.containers import containers
from kubectl_lite.printers.describe.volumes import volumes
from kubectl_lite.printers.describe.writer import Writer, annotations, labels, lines_under
from kubectl_lite.printers.labels import format_selector


def template(w: Writer, pod_template: dict | None) -> None:
    """A pod template: DescribePodTemplate."""
    w.line(0, "Pod Template:")
    if pod_template is None:
        w.write(1, "<unset>")
        return
    meta, spec = pod_template.get("metadata") or {}, pod_template.get("spec") or {}
    labels(w, "  Labels", meta.get("labels"))
    if meta.get("annotations"):
        annotations(w, "  Annotations", meta["annotations"])
    if spec.get("serviceAccountName"):
        w.field("Service Account", spec["serviceAccountName"], 1)
    if spec.get("initContainers"):
        containers(w, "Init Containers", spec["initContainers"], None, None, "  ")
    containers(w, "Containers", spec.get("containers"), None, None, "  ")
    volumes(w, spec.get("volumes"), "  ")
    topology_spread(w, spec, "  ")
    if spec.get("priorityClassName"):
        w.field("Priority Class Name", spec["priorityClassName"], 1)
    labels(w, "  Node-Selectors", spec.get("nodeSelector"))
    tolerations(w, "  Tolerations", spec.get("tolerations"))
    scheduling_group(w, spec, "  ")


def topology_spread(w: Writer, spec: dict, space: str) -> None:
    """Topology spread constraints, sorted by key."""
    listed = sorted(spec.get("topologySpreadConstraints") or (), key=lambda c: c.get("topologyKey", ""))
    if listed:
        w.write(0, f"{space}Topology Spread Constraints:\t")
    for i, constraint in enumerate(listed):
        text = f"{constraint['topologyKey']}:{constraint.get('whenUnsatisfiable', '')} when max skew {constraint.get('maxSkew', 0)} is exceeded"
        if constraint.get("labelSelector") is not None:
            text += f" for selector {format_selector(constraint['labelSelector'])}"
        w.line(0, (f"{space}\t" if i else "") + text)


def scheduling_group(w: Writer, spec: dict, space: str) -> None:
    """The pod group that a pod is scheduled with."""
    group = spec.get("schedulingGroup")
    if group is not None:
        w.line(0, f"{space}SchedulingGroup:")
        w.field("PodGroupName", group.get("podGroupName", ""), 1)


def tolerations(w: Writer, title: str, listed: list[dict] | None) -> None:
    """Tolerations, sorted by key."""
    lines_under(w, title, [toleration(t) for t in sorted(listed or (), key=lambda t: t.get("key", ""))])


def toleration(listed: dict) -> str:
    """"key=value:effect op=Exists for 30s"."""
    key, value, effect = (listed.get(name) or "" for name in ("key", "value", "effect"))
    text = key + (f"={value}" if value else "") + (f":{effect}" if effect else "")
    if listed.get("operator") == "Exists" and not value:
        text += " op=Exists" if key or effect else "op=Exists"
    seconds = listed.get("tolerationSeconds")
    return text if seconds is None else f"{text} for {seconds}s"
