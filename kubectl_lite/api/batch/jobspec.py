"""The spec of a Job, which CronJobs hold as a template too. Mirrors validateJobSpec and its parts."""
from __future__ import annotations

import re

from kubectl_lite.api.batch import jobpolicies
from kubectl_lite.api.validation import text, workloads
from kubectl_lite.machinery import field

TYPES = "io.k8s.api.batch.v1."
COUNTS = ("parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex")
MAX_INDEXED, SOFT_LIMIT, HIGH_LIMIT, MAX_MANAGED_BY = 100000, 100000, 10000, 63
RESTARTS = ("OnFailure", "Never")
MAX_INT64 = (1 << 63) - 1
ONLY_INDEXED = "requires indexed completion mode"


def default_conditions(spec: dict) -> None:
    """A pod condition of a failure policy means True unless it says otherwise."""
    for rule in (spec.get("podFailurePolicy") or {}).get("rules") or ():
        for pattern in rule.get("onPodConditions") or ():
            pattern["status"] = pattern.get("status") or "True"


def validate(spec: dict, path, old_template: dict | None = None) -> list:
    """validateJobSpec."""
    problems = workloads.counts(spec, COUNTS, path)
    problems += _max_failed(spec, path) + _managed_by(spec, path) + _completion_mode(spec, path)
    if spec.get("podFailurePolicy") is not None:
        problems += jobpolicies.failure(spec, path / "podFailurePolicy")
    if spec.get("successPolicy") is not None:
        problems += _success(spec, path / "successPolicy")
    problems += _replacement(spec, path / "podReplacementPolicy")
    template = spec.get("template") or {}
    problems += workloads.template_problems(template, old_template, path / "template")
    return problems + _restart(spec, template, path.child("template", "spec", "restartPolicy"))


def _max_failed(spec, path):
    if spec.get("maxFailedIndexes") is None:
        return []
    problems = text.non_negative(spec["maxFailedIndexes"], path / "maxFailedIndexes")
    if spec.get("backoffLimitPerIndex") is None:
        problems.append(field.required(path / "backoffLimitPerIndex", "when maxFailedIndexes is specified"))
    return problems


def _managed_by(spec, path):
    value, at = spec.get("managedBy"), path / "managedBy"
    if value is None:
        return []
    problems = text.domain_prefixed_path(value, at)
    return problems + ([field.too_long(at, MAX_MANAGED_BY)] if len(value) > MAX_MANAGED_BY else [])


def _completion_mode(spec, path):
    mode, problems = spec.get("completionMode"), []
    if mode is not None and mode not in ("NonIndexed", "Indexed"):
        problems.append(field.not_supported(path / "completionMode", mode, ("NonIndexed", "Indexed")))
    if mode == "Indexed":
        return problems + _indexed(spec, path)
    if mode in (None, "NonIndexed"):
        problems += [field.invalid(path / name, spec[name], ONLY_INDEXED) for name in ("backoffLimitPerIndex", "maxFailedIndexes")
                     if spec.get(name) is not None]
    return problems


def _indexed(spec, path):
    completions, parallelism, failed = spec.get("completions"), spec.get("parallelism"), spec.get("maxFailedIndexes")
    problems = []
    if completions is None:
        problems.append(field.required(path / "completions", "when completion mode is Indexed"))
    if parallelism is not None and parallelism > MAX_INDEXED:
        problems.append(field.invalid(path / "parallelism", parallelism, f"must be less than or equal to {MAX_INDEXED} when completion mode is Indexed"))
    if completions is not None and failed is not None and failed > completions:
        problems.append(field.invalid(path / "maxFailedIndexes", failed, "must be less than or equal to completions"))
    if failed is not None and failed > MAX_INDEXED:
        problems.append(field.invalid(path / "maxFailedIndexes", failed, f"must be less than or equal to {MAX_INDEXED}"))
    if completions is not None and completions > SOFT_LIMIT and spec.get("backoffLimitPerIndex") is not None:
        problems += _many(spec, path)
    return problems


def _many(spec, path):
    parallelism, failed = spec.get("parallelism"), spec.get("maxFailedIndexes")
    why = f"must be less than or equal to {HIGH_LIMIT} when completions are above {SOFT_LIMIT} and used with backoff limit per index"
    problems = []
    if failed is None:
        problems.append(field.required(path / "maxFailedIndexes", f"must be specified when completions is above {SOFT_LIMIT}"))
    if parallelism is not None and parallelism > HIGH_LIMIT:
        problems.append(field.invalid(path / "parallelism", parallelism, why))
    if failed is not None and failed > HIGH_LIMIT:
        problems.append(field.invalid(path / "maxFailedIndexes", failed, why))
    return problems


def _success(spec, path):
    if spec.get("completionMode") != "Indexed":
        from kubectl_lite.api import internal
        return [field.invalid(path, internal.value(spec["successPolicy"], TYPES + "SuccessPolicy"), ONLY_INDEXED)]
    return jobpolicies.success(spec, path)


def _replacement(spec, path):
    value = spec.get("podReplacementPolicy")
    allowed = ("Failed",) if spec.get("podFailurePolicy") is not None else ("Failed", "TerminatingOrFailed")
    return [] if value is None or value in allowed else [field.not_supported(path, value, allowed)]


def _restart(spec, template, path):
    policy = (template.get("spec") or {}).get("restartPolicy") or ""
    if policy in ("", "Always"):
        return [field.required(path, 'valid values: "OnFailure", "Never"')]
    if policy not in RESTARTS:
        return [field.not_supported(path, policy, RESTARTS)]
    if spec.get("podFailurePolicy") is not None and policy != "Never":
        return [field.invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    return []


def index_count(text_: str, completions: int) -> int:
    """How many indexes a text like "1,3-5" names; ValueError with Kubernetes' text where it is none."""
    before, total = None, 0
    for word in text_.split(",") if text_ else ():
        first, last = interval(word, completions)
        _increasing(before, first)
        total, before = total + last - first + 1, last
    return total


def interval(word: str, completions: int) -> tuple[int, int]:
    """The first and the last index of a word like "3" or "3-5"; ValueError where it is none."""
    limits = word.split("-")
    if len(limits) > 2:
        raise ValueError(f'the fragment {field.go_quote(word)} violates the requirement that an index interval can have at most two parts separated by \'-\'')
    first = _index(limits[0], completions)
    if len(limits) == 1:
        return first, first
    last = _index(limits[1], completions)
    _increasing(first, last)
    return first, last


def _increasing(before, index):
    if before is not None and before >= index:
        raise ValueError(f"non-increasing order, previous: {before}, current: {index}")


def _index(word, completions):
    if not re.fullmatch(r"\+?[0-9]+", word) or int(word) > MAX_INT64:
        raise ValueError(f"cannot convert string to integer for index: {field.go_quote(word)}")
    if int(word) >= completions:
        raise ValueError(f"too large index: {field.go_quote(word)}")
    return int(word)


def warnings(obj: dict, old: dict | None, spec: dict, path) -> list[str]:
    """Of the name, and WarningsForJobSpec on creation and when the spec changed; `spec` is at `path` of the object."""
    found = workloads.name_warnings(obj, old)
    if workloads.spec_changed(obj, old):
        from kubectl_lite.api.podspec.warnings import for_template
        found += _many_indexes(spec, path) + for_template(spec.get("template"), path / "template")
    return found


def _many_indexes(spec, path):
    many = (spec.get("completions") or 0) > SOFT_LIMIT and (spec.get("parallelism") or 0) > HIGH_LIMIT
    if spec.get("completionMode") != "Indexed" or not many:
        return []
    return [f"{path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able "
            "to track completedIndexes when a big number of indexes fail"]
