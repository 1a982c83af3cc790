"""PodDisruptionBudget: validation. The counts of its status are the disruption controller's."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.validation import selectors, text, workloads
from kubectl_lite.api.validation.conditions import conditions
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

ALLOW_UNCONDITIONAL_UPDATE = False
NAME_CHECK = "path_segment"
HAS_GENERATION = True
SPEC, STATUS = Path("spec"), Path("status")
EVICTION = ("AlwaysAllow", "IfHealthyBudget")
COUNTS = ("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")


def prepare_for_create(obj):
    obj["status"] = {name: 0 for name in COUNTS}


def validate(obj):
    spec = obj.get("spec") or {}
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    problems = []
    if least is not None and most is not None:
        problems.append(field.invalid(SPEC, internal.value(spec, "io.k8s.api.policy.v1.PodDisruptionBudgetSpec"),
                                      "minAvailable and maxUnavailable cannot be both set"))
    for name, value in (("minAvailable", least), ("maxUnavailable", most)):
        if value is not None:
            problems += workloads.positive_int_or_percent(value, SPEC / name) + workloads.at_most_100_percent(value, SPEC / name)
    problems += selectors.label_selector(spec.get("selector"), SPEC / "selector")
    return problems + text.one_of(spec.get("unhealthyPodEvictionPolicy"), EVICTION, SPEC / "unhealthyPodEvictionPolicy")


def validate_update(obj, old):
    return validate(obj)


def validate_status_update(obj, old):
    status = obj.get("status") or {}
    return conditions(status.get("conditions") or (), STATUS / "conditions") + workloads.counts(status, COUNTS, STATUS)
