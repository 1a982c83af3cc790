"""Columns of cron jobs: printCronJob."""
from __future__ import annotations

from kubectl_lite.printers.ages import age, since
from kubectl_lite.printers.labels import format_selector
from kubectl_lite.printers.text import containers_and_images, title_bool

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Schedule", "string", "", 0),
    ("Timezone", "string", "", 0),
    ("Suspend", "boolean", "", 0),
    ("Active", "integer", "", 0),
    ("Last Schedule", "string", "", 0),
    ("Age", "string", "", 0),
    ("Containers", "string", "", 1),
    ("Images", "string", "", 1),
    ("Selector", "string", "", 1),
)


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    job, last = (spec.get("jobTemplate") or {}).get("spec") or {}, status.get("lastScheduleTime")
    return [obj["metadata"]["name"], spec.get("schedule", ""), spec.get("timeZone", "<none>"), title_bool(spec.get("suspend")),
            len(status.get("active") or ()), since(last, now) if last else "<none>", age(obj, now),
            *containers_and_images(job.get("template")), format_selector(job.get("selector"))]
