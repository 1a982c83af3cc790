"""kubectl describe replicationcontroller."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.workloads import conditions, pods_status
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.labels import format_labels


def related(obj: dict) -> dict:
    return {"pods": fetching.controlled_pods(obj), "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, status, w = obj["metadata"], obj.get("spec") or {}, obj.get("status") or {}, Writer()
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("Selector:", format_labels(spec.get("selector"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    w.field("Replicas", f"{status.get('replicas', 0)} current / {spec.get('replicas', 0)} desired")
    w.field("Pods Status", pods_status(obj, related["pods"]))
    template(w, spec.get("template"))
    conditions(w, obj)
    events(w, related, now)
    return w.text()
