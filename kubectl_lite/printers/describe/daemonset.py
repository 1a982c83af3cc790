"""kubectl describe daemonset."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.workloads import pods_status
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.labels import format_labels, selector_text

COUNTS = (("Desired Number of Nodes Scheduled", "desiredNumberScheduled"), ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
          ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
          ("Number of Nodes Scheduled with Available Pods", "numberAvailable"), ("Number of Nodes Misscheduled", "numberMisscheduled"))


def related(obj: dict) -> dict:
    return {"pods": fetching.controlled_pods(obj), "events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, status, w = obj["metadata"], obj.get("spec") or {}, obj.get("status") or {}, Writer()
    pod_template = spec.get("template") or {}
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("Selector:", selector_text(spec.get("selector"))),
           ("Node-Selector:", format_labels((pod_template.get("spec") or {}).get("nodeSelector"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    for title, key in COUNTS:
        w.line(0, f"{title}: {status.get(key, 0)}")
    w.field("Pods Status", pods_status(obj, related["pods"]))
    template(w, pod_template)
    events(w, related, now)
    return w.text()
