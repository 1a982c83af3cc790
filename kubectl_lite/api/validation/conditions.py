"""Conditions of a status in the common form. Mirrors apimachinery's ValidateConditions."""
from __future__ import annotations

from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names

STATUSES = ("False", "True", "Unknown")
LONGEST_REASON, LONGEST_MESSAGE = 1024, 32 * 1024


def conditions(items, path) -> list:
    """Each well formed, no type twice."""
    problems, seen = [], set()
    for i, condition in enumerate(items):
        kind = condition.get("type") or ""
        if kind in seen:
            problems.append(field.duplicate(path.index(i) / "type", kind))
        seen.add(kind)
        problems += _condition(condition, path.index(i))
    return problems


def _condition(condition, path):
    status, generation = condition.get("status") or "", condition.get("observedGeneration") or 0
    problems = meta.label_name(condition.get("type") or "", path / "type")
    if status not in STATUSES:
        problems.append(field.not_supported(path / "status", status, STATUSES))
    if generation < 0:
        problems.append(field.invalid(path / "observedGeneration", generation, "must be greater than or equal to zero"))
    if not condition.get("lastTransitionTime"):
        problems.append(field.required(path / "lastTransitionTime", "must be set"))
    problems += _reason(condition.get("reason") or "", path / "reason")
    return problems + _short(condition.get("message") or "", LONGEST_MESSAGE, path / "message")


def _reason(reason, path):
    if not reason:
        return [field.required(path, "must be set")]
    return text.each(names.condition_reason(reason), reason, path) + _short(reason, LONGEST_REASON, path)


def _short(value, most, path):
    return [field.too_long(path, most)] if names.size(value) > most else []
