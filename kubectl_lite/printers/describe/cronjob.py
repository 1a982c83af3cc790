"""kubectl describe cronjob."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podspec import template
from kubectl_lite.printers.describe.writer import Writer, head
from kubectl_lite.printers.labels import selector_text
from kubectl_lite.printers.text import title_bool


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, status, w = obj.get("spec") or {}, obj.get("status") or {}, Writer()
    head(w, obj)
    deadline = spec.get("startingDeadlineSeconds")
    w.rows(0, ("Schedule:", spec.get("schedule", "")), ("Concurrency Policy:", spec.get("concurrencyPolicy", "")),
           ("Suspend:", title_bool(spec.get("suspend"))), ("Time Zone:", _or_unset(spec.get("timeZone"))),
           ("Successful Job History Limit:", _or_unset(spec.get("successfulJobsHistoryLimit"))),
           ("Failed Job History Limit:", _or_unset(spec.get("failedJobsHistoryLimit"))),
           ("Starting Deadline Seconds:", "<unset>" if deadline is None else f"{deadline}s"))
    _job(w, (spec.get("jobTemplate") or {}).get("spec") or {})
    last = status.get("lastScheduleTime")
    w.field("Last Schedule Time", rfc1123z(last) if last else "<unset>")
    w.field("Active Jobs", ", ".join(job.get("name", "") for job in status.get("active") or ()) or "<none>")
    events(w, related, now)
    return w.text()


def _job(w: Writer, job: dict) -> None:
    w.field("Selector", "<unset>" if job.get("selector") is None else selector_text(job["selector"]))
    w.field("Parallelism", _or_unset(job.get("parallelism")))
    w.field("Completions", _or_unset(job.get("completions")))
    if job.get("activeDeadlineSeconds") is not None:
        w.field("Active Deadline Seconds", f"{job['activeDeadlineSeconds']}s")
    template(w, job.get("template") or {})


def _or_unset(value):
    return "<unset>" if value is None else value
