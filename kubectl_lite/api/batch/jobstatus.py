"""The status of a Job: what is never true of one, and what does not go back. Mirrors validateJobStatus and ValidateJobUpdateStatus."""
from __future__ import annotations

from kubectl_lite.api.batch.jobspec import index_count
from kubectl_lite.api.validation import workloads
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

STATUS = Path("status")
COUNTS = ("active", "succeeded", "failed", "ready", "terminating")
FINISHED = ("Complete", "Failed")


def condition(status: dict, kind: str) -> bool:
    return any(c.get("type") == kind and c.get("status") == "True" for c in status.get("conditions") or ())


def finished(status: dict) -> bool:
    return any(condition(status, kind) for kind in FINISHED)


def validate_update(obj: dict, old: dict) -> list:
    """What a status may say, and what may not change."""
    status, was, spec = obj.get("status") or {}, old.get("status") or {}, obj.get("spec") or {}
    problems = workloads.counts(status, COUNTS, STATUS) + _uncounted(status)
    problems += _finished(status, spec) + _indexes(status, spec)
    return problems + _changes(status, was, spec)


def _uncounted(status):
    pods, seen, problems = status.get("uncountedTerminatedPods") or {}, set(), []
    for name in ("succeeded", "failed"):
        path = STATUS.child("uncountedTerminatedPods", name)
        for i, uid in enumerate(pods.get(name) or ()):
            if not uid:
                problems.append(field.invalid(path.index(i), uid, "must not be empty"))
            elif uid in seen:
                problems.append(field.duplicate(path.index(i), uid))
            seen.add(uid)
    return problems


def _finished(status, spec):
    complete, failed, path = condition(status, "Complete"), condition(status, "Failed"), STATUS / "conditions"
    omit, problems = field.OMIT, []
    if complete and failed:
        problems.append(field.invalid(path, omit, "cannot set Complete=True and Failed=true conditions"))
    if complete and condition(status, "FailureTarget"):
        problems.append(field.invalid(path, omit, "cannot set Complete=True and FailureTarget=true conditions"))
    if (complete or failed) and (status.get("active") or 0) > 0:
        problems.append(field.invalid(STATUS / "active", status["active"], "active>0 is invalid for finished job"))
    if complete and not status.get("completionTime"):
        problems.append(field.required(STATUS / "completionTime", "completionTime is required for Complete jobs"))
    if not complete and status.get("completionTime"):
        problems.append(field.invalid(STATUS / "completionTime", status["completionTime"], "cannot set completionTime when there is no Complete=True condition"))
    if (complete or failed) and not status.get("startTime"):
        problems.append(field.required(STATUS / "startTime", "startTime is required for finished job"))
    return problems


def _indexes(status, spec):
    problems, completions = [], spec.get("completions")
    for name in ("completedIndexes", "failedIndexes"):
        value = status.get(name)
        if not value:
            continue
        if spec.get("completionMode") != "Indexed":
            problems.append(field.invalid(STATUS / name, value, f"cannot set non-empty {name} when non-indexed completion mode"))
            continue
        try:
            index_count(value, completions or 0)
        except ValueError as error:
            problems.append(field.invalid(STATUS / name, value, f"error parsing {name}: {error}"))
    return problems


def _changes(status, was, spec):
    problems = []
    for kind in ("Failed", "Complete", "FailureTarget", "SuccessCriteriaMet"):
        if condition(was, kind) and not condition(status, kind):
            problems.append(field.invalid(STATUS / "conditions", field.OMIT, f"cannot disable {kind}=True condition"))
    for name in ("succeeded", "failed"):
        if (status.get(name) or 0) < (was.get(name) or 0) and not spec.get("suspend"):
            problems.append(field.invalid(STATUS / name, status.get(name) or 0, f"cannot decrease {name} counter"))
    if finished(was) and was.get("completionTime") and status.get("completionTime") != was["completionTime"]:
        problems.append(field.invalid(STATUS / "completionTime", status.get("completionTime"), "field is immutable"))
    if was.get("startTime") and status.get("startTime") != was["startTime"] and not spec.get("suspend"):
        problems.append(field.required(STATUS / "startTime", "startTime cannot be removed for unsuspended job") if not status.get("startTime")
                        else field.invalid(STATUS / "startTime", status["startTime"], "field is immutable"))
    return problems
