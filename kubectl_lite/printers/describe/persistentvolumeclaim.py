"""kubectl describe persistentvolumeclaim, with the pods that use it."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z, since
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, annotations, go_list, labels, lines_under
from kubectl_lite.printers.storage import access_modes, storage_class


def related(obj: dict) -> dict:
    return {"pods": fetching.collection("/api/v1", "pods", obj["metadata"].get("namespace", "")), "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    claim(w, obj, full=True, now=now)
    lines_under(w, "Used By", sorted(pod["metadata"]["name"] for pod in users(obj, fetching.body(related["pods"]).get("items") or [])))
    _conditions(w, (obj.get("status") or {}).get("conditions") or ())
    events(w, related, now)
    return w.text()


def users(obj: dict, pods: list[dict]) -> list[dict]:
    """The pods that mount the claim, and the pod that owns it."""
    name = obj["metadata"]["name"]
    owners = {ref.get("uid") for ref in obj["metadata"].get("ownerReferences") or () if ref.get("kind") == "Pod"}
    return [pod for pod in pods if pod["metadata"].get("uid") in owners or
            any((v.get("persistentVolumeClaim") or {}).get("claimName") == name for v in (pod.get("spec") or {}).get("volumes") or ())]


def claim(w: Writer, obj: dict, full: bool, now: float = 0.0) -> None:
    """A claim, or (not full) the template of an ephemeral volume's claim."""
    meta, spec, status = obj["metadata"], obj.get("spec") or {}, obj.get("status") or {}
    if full:
        w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")))
    w.field("StorageClass", storage_class(obj))
    if full:
        deleted = meta.get("deletionTimestamp")
        w.field("Status", f"Terminating (lasts {since(deleted, now)})" if deleted else status.get("phase", ""))
    w.field("Volume", spec.get("volumeName", ""))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    if full:
        w.field("Finalizers", go_list(meta.get("finalizers")))
    bound = bool(spec.get("volumeName"))
    w.field("Capacity", (status.get("capacity") or {}).get("storage", "0") if bound else "")
    w.field("Access Modes", access_modes(status.get("accessModes")) if bound else "")
    if spec.get("volumeMode") is not None:
        w.field("VolumeMode", spec["volumeMode"])
    _data_source(w, spec.get("dataSource"))


def _data_source(w: Writer, source: dict | None) -> None:
    if source is None:
        return
    w.line(0, "DataSource:")
    if source.get("apiGroup") is not None:
        w.field("APIGroup", source["apiGroup"], 1)
    w.rows(1, ("Kind:", source.get("kind", "")), ("Name:", source.get("name", "")))


def _conditions(w: Writer, listed) -> None:
    if listed:
        w.line(0, "Conditions:")
        w.rows(1, ("Type", "Status", "LastProbeTime", "LastTransitionTime", "Reason", "Message"),
               ("----", "------", "-----------------", "------------------", "------", "-------"))
    for c in listed:
        cells = (c.get("type", ""), c.get("status", ""), rfc1123z(c.get("lastProbeTime")), rfc1123z(c.get("lastTransitionTime")), c.get("reason", ""))
        w.line(1, "".join(f"{cell} \t" for cell in cells) + c.get("message", ""))
