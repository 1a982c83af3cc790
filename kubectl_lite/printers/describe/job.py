"""kubectl describe job."""
from __future__ import annotations

from kubectl_lite.printers.ages import between, rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.volumes import go_bool
from kubectl_lite.printers.describe.workloads import controlled_by
from kubectl_lite.printers.describe.writer import Writer, annotations, labels
from kubectl_lite.printers.labels import selector_text

INDEXES_SHOWN = 50


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, spec, w = obj["metadata"], obj.get("spec") or {}, Writer()
    w.rows(0, ("Name:", meta["name"]), ("Namespace:", meta.get("namespace", "")), ("Selector:", selector_text(spec.get("selector"))))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    controlled_by(w, obj)
    _settings(w, spec)
    _progress(w, spec, obj.get("status") or {})
    template(w, spec.get("template") or {})
    events(w, related, now)
    return w.text()


def _settings(w: Writer, spec: dict) -> None:
    if spec.get("parallelism") is not None:
        w.field("Parallelism", spec["parallelism"])
    w.field("Completions", "<unset>" if spec.get("completions") is None else spec["completions"])
    for title, key in (("Completion Mode", "completionMode"), ("Suspend", "suspend"), ("Backoff Limit", "backoffLimit"),
                       ("TTL Seconds After Finished", "ttlSecondsAfterFinished")):
        value = spec.get(key)
        if value is not None:
            w.field(title, go_bool(value) if isinstance(value, bool) else value)


def _progress(w: Writer, spec: dict, status: dict) -> None:
    start, end = status.get("startTime"), status.get("completionTime")
    if start:
        w.field("Start Time", rfc1123z(start))
    if end:
        w.field("Completed At", rfc1123z(end))
    if start and end:
        w.field("Duration", between(start, end))
    if spec.get("activeDeadlineSeconds") is not None:
        w.field("Active Deadline Seconds", f"{spec['activeDeadlineSeconds']}s")
    ready = "" if status.get("ready") is None else f" ({status['ready']} Ready)"
    w.field("Pods Statuses", f"{status.get('active', 0)} Active{ready} / {status.get('succeeded', 0)} Succeeded / {status.get('failed', 0)} Failed")
    if spec.get("completionMode") == "Indexed":
        w.field("Completed Indexes", _indexes(status.get("completedIndexes", "")))


def _indexes(indexes: str) -> str:
    """The first fifty characters, up to the next comma."""
    end = indexes.find(",", INDEXES_SHOWN)
    return "<none>" if not indexes else indexes if end < 0 else indexes[:end + 1] + "..."
