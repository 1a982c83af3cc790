"""The failure and success policies of a Job's pods."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import OMIT

ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
OPERATORS = ("In", "NotIn")
STATUSES = ("False", "True", "Unknown")
MAX_RULES, MAX_PATTERNS, MAX_CODES, MAX_INDEXES = 20, 20, 255, 64 * 1024


def _valid(values) -> str:
    return "valid values: [" + " ".join(field.go_quote(v) for v in values) + "]"


def _choice(value, allowed, path):
    if not value:
        return [field.required(path, _valid(allowed))]
    return [] if value in allowed else [field.not_supported(path, value, allowed)]


def failure(spec: dict, path) -> list:
    """validatePodFailurePolicy."""
    rules, at = spec["podFailurePolicy"].get("rules") or (), path / "rules"
    problems = [field.too_many(at, len(rules), MAX_RULES)] if len(rules) > MAX_RULES else []
    pod = (spec.get("template") or {}).get("spec") or {}
    containers = {c.get("name") for key in ("initContainers", "containers") for c in pod.get(key) or ()}
    for i, rule in enumerate(rules):
        problems += _failure_rule(spec, rule, at.index(i), containers)
    return problems


def _failure_rule(spec, rule, path, containers):
    action, codes, conditions = rule.get("action") or "", rule.get("onExitCodes"), rule.get("onPodConditions") or ()
    if action == "FailIndex":
        missing = spec.get("backoffLimitPerIndex") is None
        problems = [field.invalid(path / "action", action, "requires the backoffLimitPerIndex to be set")] if missing else []
    else:
        problems = _choice(action, ACTIONS, path / "action")
    if codes is not None:
        problems += _exit_codes(codes, path / "onExitCodes", containers)
    problems += _conditions(conditions, path / "onPodConditions")
    if codes is not None and conditions:
        problems.append(field.invalid(path, OMIT, "specifying both OnExitCodes and OnPodConditions is not supported"))
    if codes is None and not conditions:
        problems.append(field.invalid(path, OMIT, "specifying one of OnExitCodes and OnPodConditions is required"))
    return problems


def _exit_codes(codes, path, containers):
    operator, values, at = codes.get("operator") or "", codes.get("values"), path / "values"
    problems = _choice(operator, OPERATORS, path / "operator")
    if codes.get("containerName") is not None and codes["containerName"] not in containers:
        problems.append(field.invalid(path / "containerName", codes["containerName"],
                                      "must be one of the container or initContainer names in the pod template"))
    if not values:
        problems.append(field.invalid(at, values, "at least one value is required"))
    elif len(values) > MAX_CODES:
        problems.append(field.too_many(at, len(values), MAX_CODES))
    for i, value in enumerate(values or ()):
        if operator == "In" and value == 0:
            problems.append(field.invalid(at.index(i), value, "must not be 0 for the In operator"))
        if value in values[:i]:
            problems.append(field.duplicate(at.index(i), value))
    if values and any(a > b for a, b in zip(values, values[1:])):
        problems.append(field.invalid(at, values, "must be ordered"))
    return problems


def _conditions(conditions, path):
    problems = [field.too_many(path, len(conditions), MAX_PATTERNS)] if len(conditions) > MAX_PATTERNS else []
    for i, pattern in enumerate(conditions):
        problems += text.qualified_name(pattern.get("type", ""), path.index(i) / "type")
        problems += _choice(pattern.get("status") or "", STATUSES, path.index(i) / "status")
    return problems


def success(spec: dict, path) -> list:
    """validateSuccessPolicy."""
    rules, at, problems = spec["successPolicy"].get("rules") or (), path / "rules", []
    if not rules:
        problems.append(field.required(at, "at least one rules must be specified when the successPolicy is specified"))
    if len(rules) > MAX_RULES:
        problems.append(field.too_many(at, len(rules), MAX_RULES))
    for i, rule in enumerate(rules):
        problems += _success_rule(spec, rule, at.index(i))
    return problems


def _success_rule(spec, rule, path):
    from kubectl_lite.api.batch.jobspec import index_count
    indexes, count, completions = rule.get("succeededIndexes"), rule.get("succeededCount"), spec.get("completions") or 0
    problems, total = [], 0
    if indexes is None and count is None:
        problems.append(field.required(path, "at least one of succeededCount or succeededIndexes must be specified"))
    if indexes is not None:
        if len(indexes) > MAX_INDEXES:
            problems.append(field.too_long(path / "succeededIndexes", MAX_INDEXES))
        try:
            total = index_count(indexes, completions)
        except ValueError as error:
            problems.append(field.invalid(path / "succeededIndexes", indexes, f"error parsing succeededIndexes: {error}"))
    if count is not None:
        problems += _success_count(count, completions, None if indexes is None else total, path / "succeededCount")
    return problems


def _success_count(count, completions, total, path):
    problems = text.non_negative(count, path)
    if count > completions:
        problems.append(field.invalid(path, count, f"must be less than or equal to {completions} (the number of specified completions)"))
    if total is not None and count > total:
        problems.append(field.invalid(path, count, f"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"))
    return problems
