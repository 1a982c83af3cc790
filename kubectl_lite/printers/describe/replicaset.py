"""kubectl describe replicaset."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.workloads import conditions, controlled_by, pods_status
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.labels import format_selector


def related(obj: dict) -> dict:
    return {"pods": fetching.controlled_pods(obj), "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, status, w = obj["metadata"], obj.get("spec") or {}, obj.get("status") or {}, Writer()
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("Selector:", format_selector(spec.get("selector"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    controlled_by(w, obj)
    w.field("Replicas", f"{status.get('replicas', 0)} current / {spec.get('replicas', 0)} desired")
    pods = related["pods"]
    w.field("Pods Status", f"error in fetching pods: {pods}" if isinstance(pods, Exception) else pods_status(obj, pods))
    template(w, spec.get("template") or {})
    conditions(w, obj)
    events(w, related, now)
    return w.text()
