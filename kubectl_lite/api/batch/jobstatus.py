"""The status of a Job: what is never true of one, and what does not go back. Mirrors ValidateJobUpdateStatus and the strategy's options.

Most rules look only at what an update changes: a status that a change of the spec made wrong is the controller's to mend.
"""
from __future__ import annotations

from kubectl_lite.api.batch.jobspec import TYPES, index_count, interval
from kubectl_lite.api.validation import workloads
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

STATUS = Path("status")
CONDITIONS = STATUS / "conditions"
COUNTS = ("active", "succeeded", "failed", "ready", "terminating")
FINAL = ("Failed", "Complete", "FailureTarget")


def condition(status: dict, kind: str, wanted: str = "True") -> bool:
    return any(c.get("type") == kind and c.get("status") == wanted for c in status.get("conditions") or ())


def finished(status: dict) -> bool:
    return condition(status, "Complete") or condition(status, "Failed")


def validate_update(obj: dict, old: dict) -> list:
    """ValidateJobStatusUpdate."""
    status, was, spec = obj.get("status") or {}, old.get("status") or {}, obj.get("spec") or {}
    changed = _Changes(status, was)
    problems = workloads.counts(status, COUNTS, STATUS) + _uncounted(status)
    problems += _conditions(status, changed) + _times(status, changed) + _targets(status, changed) + _finished(status, spec, changed)
    problems += _indexes(status, spec, changed) + _pods(status, changed) + _success(status, spec)
    return problems + _going_back(status, was, spec)


class _Changes:
    """What differs between two statuses: fields and conditions by their names."""

    def __init__(self, status, was):
        self.status, self.was = status, was

    def fields(self, *names) -> bool:
        return any((self.status.get(name) or None) != (self.was.get(name) or None) for name in names)

    def conditions(self, *kinds) -> bool:
        return any(condition(self.status, kind) != condition(self.was, kind) for kind in kinds)

    def finished(self) -> bool:
        return finished(self.status) != finished(self.was)


def _wrong(why):
    return field.invalid(CONDITIONS, field.OMIT, why)


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


def _conditions(status, changed):
    problems = []
    for kind in ("Failed", "FailureTarget"):
        if changed.conditions("Complete", kind) and condition(status, "Complete") and condition(status, kind):
            problems.append(_wrong(f"cannot set Complete=True and {kind}=true conditions"))
    return problems


def _times(status, changed):
    complete, start, end, path = condition(status, "Complete"), status.get("startTime"), status.get("completionTime"), STATUS / "completionTime"
    problems = []
    if changed.conditions("Complete") or changed.fields("completionTime"):
        if end and not complete:
            problems.append(field.invalid(path, end, "cannot set completionTime when there is no Complete=True condition"))
        if complete and not end:
            problems.append(field.required(path, "completionTime is required for Complete jobs"))
    if changed.fields("startTime", "completionTime") and start and end and end < start:
        problems.append(field.invalid(path, end, "must be equal to or after `startTime`"))
    return problems


def _targets(status, changed):
    """A job fails, or completes, only after the condition that announces it."""
    problems = []
    if (changed.conditions("Failed") or changed.fields("failedIndexes")) and condition(status, "Failed") and not condition(status, "FailureTarget"):
        problems.append(_wrong("cannot set Failed=True condition without the FailureTarget=true condition"))
    if changed.conditions("Complete", "SuccessCriteriaMet") and condition(status, "Complete") and not condition(status, "SuccessCriteriaMet"):
        problems.append(_wrong("cannot set Complete=True condition without the SuccessCriteriaMet=true condition"))
    return problems


def _finished(status, spec, changed):
    if not finished(status):
        return []
    from kubectl_lite.api import internal
    problems, path, pods = [], STATUS / "uncountedTerminatedPods", status.get("uncountedTerminatedPods") or {}
    if (changed.finished() or changed.fields("active")) and (status.get("active") or 0) > 0:
        problems.append(field.invalid(STATUS / "active", status["active"], "active>0 is invalid for finished job"))
    never_ran = spec.get("suspend") and spec.get("completions") == 0
    if (changed.finished() or changed.fields("startTime")) and not never_ran and not status.get("startTime"):
        problems.append(field.required(STATUS / "startTime", "startTime is required for finished job"))
    if (changed.finished() or changed.fields("uncountedTerminatedPods")) and (pods.get("succeeded") or pods.get("failed")):
        problems.append(field.invalid(path, internal.value(pods, TYPES + "UncountedTerminatedPods"), "must be empty for finished job"))
    return problems


def _indexes(status, spec, changed):
    completed, failed, completions = status.get("completedIndexes") or "", status.get("failedIndexes"), spec.get("completions")
    per_index, problems = spec.get("backoffLimitPerIndex") is not None, []
    completed_moved, failed_moved = changed.fields("completedIndexes"), failed != changed.was.get("failedIndexes")
    if completed_moved and completions is not None:
        problems += _unreadable("completedIndexes", completed, completions)
    if failed_moved and completions is not None and per_index and failed is not None:
        problems += _unreadable("failedIndexes", failed, completions)
    if completed_moved and completed and spec.get("completionMode") != "Indexed":
        problems.append(field.invalid(STATUS / "completedIndexes", completed, "cannot set non-empty completedIndexes when non-indexed completion mode"))
    if failed_moved and failed is not None and not per_index:
        problems.append(field.invalid(STATUS / "failedIndexes", failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null"))
    if (failed_moved or completed_moved) and completions is not None and failed:
        shared = _overlap(_readable(completed, completions), _readable(failed, completions))
        if shared is not None:
            problems.append(field.invalid(STATUS / "failedIndexes", failed, f"failedIndexes and completedIndexes overlap at index: {shared}"))
    return problems


def _unreadable(name, value, completions):
    try:
        index_count(value, completions)
    except ValueError as error:
        return [field.invalid(STATUS / name, value, f"error parsing {name}: {error}")]
    return []


def _readable(text, completions) -> list:
    """The intervals of a text but for those that have been told to be wrong."""
    found = []
    for word in text.split(",") if text else ():
        try:
            found.append(interval(word, completions))
        except ValueError:
            continue
    return found


def _overlap(completed, failed) -> int | None:
    """Where two lists of intervals meet first; both are read in step, as they should be sorted."""
    i = j = 0
    while i < len(completed) and j < len(failed):
        (first, last), (start, end) = completed[i], failed[j]
        if first <= end and start <= last:
            return max(first, start)
        i, j = (i + 1, j) if first <= start else (i, j + 1)
    return None


def _pods(status, changed):
    ready, terminating, problems = status.get("ready"), status.get("terminating") or 0, []
    if (changed.finished() or changed.fields("terminating")) and finished(status) and terminating > 0:
        problems.append(field.invalid(STATUS / "terminating", terminating, "terminating>0 is invalid for finished job"))
    if changed.fields("ready", "active") and ready is not None and ready > (status.get("active") or 0):
        problems.append(field.invalid(STATUS / "ready", ready, "cannot set more ready pods than active"))
    return problems


def _success(status, spec):
    met, problems = condition(status, "SuccessCriteriaMet"), []
    for kind in ("Failed", "FailureTarget"):
        if met and condition(status, kind):
            problems.append(_wrong(f"cannot set SuccessCriteriaMet=True and {kind}=true conditions"))
    if spec.get("successPolicy") is not None and not met and condition(status, "Complete"):
        problems.append(_wrong("cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True"))
    return problems


def _going_back(status, was, spec):
    problems = [_wrong(f"cannot disable the terminal {kind}=True condition") for kind in FINAL if condition(was, kind) and not condition(status, kind)]
    scalable = spec.get("completionMode") == "Indexed" and spec.get("completions") == spec.get("parallelism")
    for name in ("failed",) if scalable else ("failed", "succeeded"):
        if (status.get(name) or 0) < (was.get(name) or 0):
            problems.append(field.invalid(STATUS / name, status.get(name) or 0, f"cannot decrease the {name} counter"))
    end, before = status.get("completionTime"), was.get("completionTime")
    if end and before and end != before:
        problems.append(field.invalid(STATUS / "completionTime", end, "field is immutable"))
    resuming = condition(was, "Suspended") and condition(status, "Suspended", "False")
    if was.get("startTime") and status.get("startTime") != was["startTime"] and not resuming and not spec.get("suspend"):
        problems.append(field.required(STATUS / "startTime", "startTime cannot be removed for unsuspended job"))
    met = condition(status, "SuccessCriteriaMet")
    if condition(was, "SuccessCriteriaMet") and not met:
        problems.append(_wrong("cannot disable the SuccessCriteriaMet=True condition"))
    if condition(was, "Complete") and not condition(was, "SuccessCriteriaMet") and met:
        problems.append(_wrong("cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions"))
    return problems
