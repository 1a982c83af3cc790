"""kubectl describe statefulset, with its volume claim templates."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.workloads import pods_status
from kubectl_lite.printers.describe.writer import Writer, annotations, go_list, labels
from kubectl_lite.printers.labels import selector_text
from kubectl_lite.printers.storage import storage_class


def related(obj: dict) -> dict:
    return {"pods": fetching.controlled_pods(obj), "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, status, w = obj["metadata"], obj.get("spec") or {}, obj.get("status") or {}, Writer()
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("CreationTimestamp:", rfc1123z(meta.get("creationTimestamp"))),
           ("Selector:", selector_text(spec.get("selector"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    w.field("Replicas", f"{spec.get('replicas', 0)} desired | {status.get('replicas', 0)} total")
    _strategy(w, spec.get("updateStrategy") or {})
    w.field("Pods Status", pods_status(obj, related["pods"]))
    template(w, spec.get("template") or {})
    _claims(w, spec.get("volumeClaimTemplates") or ())
    events(w, related, now)
    return w.text()


def _strategy(w: Writer, strategy: dict) -> None:
    w.field("Update Strategy", strategy.get("type", ""))
    rolling = strategy.get("rollingUpdate") or {}
    if rolling.get("partition") is not None:
        w.field("Partition", rolling["partition"], 1)
        if rolling.get("maxUnavailable") is not None:
            w.field("MaxUnavailable", rolling["maxUnavailable"], 1)


def _claims(w: Writer, templates) -> None:
    w.line(0, "Volume Claims:" if templates else "Volume Claims:\t<none>")
    for claim in templates:
        meta, spec = claim.get("metadata") or {}, claim.get("spec") or {}
        w.rows(1, ("Name:", meta.get("name", "")), ("StorageClass:", storage_class(claim)))
        _indented_labels(w, "Labels", meta.get("labels"))
        _indented_labels(w, "Annotations", meta.get("annotations"))
        requests = (spec.get("resources") or {}).get("requests") or {}
        w.rows(1, ("Capacity:", requests.get("storage", "<default>")), ("Access Modes:", go_list(spec.get("accessModes"))))


def _indented_labels(w: Writer, title: str, values: dict | None) -> None:
    texts = [f"{key}={values[key]}" for key in sorted(values or ())] or ["<none>"]
    w.rows(1, (f"{title}:", texts[0]), *(("", text) for text in texts[1:]))
