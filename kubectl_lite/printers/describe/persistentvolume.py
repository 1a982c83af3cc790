"""kubectl describe persistentvolume."""
from __future__ import annotations

from kubectl_lite.printers.ages import since
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.volumes import source
from kubectl_lite.printers.describe.writer import Writer, go_list, head
from kubectl_lite.printers.storage import access_modes, storage_class


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, status, w = obj["metadata"], obj.get("spec") or {}, obj.get("status") or {}, Writer()
    claim, deleted = spec.get("claimRef"), meta.get("deletionTimestamp")
    head(w, obj, namespaced=False)
    w.rows(0, ("Finalizers:", go_list(meta.get("finalizers"))), ("StorageClass:", storage_class(obj)),
           ("Status:", f"Terminating (lasts {since(deleted, now)})" if deleted else status.get("phase", "")),
           ("Claim:", f"{claim.get('namespace', '')}/{claim.get('name', '')}" if claim else ""),
           ("Reclaim Policy:", spec.get("persistentVolumeReclaimPolicy", "")), ("Access Modes:", access_modes(spec.get("accessModes"))))
    if spec.get("volumeMode") is not None:
        w.field("VolumeMode", spec["volumeMode"])
    w.field("Capacity", (spec.get("capacity") or {}).get("storage", "0"))
    _node_affinity(w, (spec.get("nodeAffinity") or {}).get("required"))
    w.field("Message", status.get("message", ""))
    w.line(0, "Source:")
    source(w, spec, persistent=True)
    events(w, related, now)
    return w.text()


def _node_affinity(w: Writer, required: dict | None) -> None:
    w.field("Node Affinity", "" if required is not None else "<none>")
    if required is None:
        return
    terms = required.get("nodeSelectorTerms") or ()
    w.field("Required Terms", "" if terms else "<none>", 1)
    for i, term in enumerate(terms):
        requirements(w, f"Term {i}", [_requirement(r) for r in term.get("matchExpressions") or ()])


def requirements(w: Writer, title: str, texts: list[str], level: int = 2) -> None:
    """The requirements of one selector term, one a line."""
    w.rows(level, (f"{title}:", texts[0] if texts else "<none>"), *(("", text) for text in texts[1:]))


def _requirement(requirement: dict) -> str:
    text = f"{requirement.get('key', '')} {requirement.get('operator', '').lower()}"
    return f"{text} [{', '.join(requirement['values'])}]" if requirement.get("values") else text
