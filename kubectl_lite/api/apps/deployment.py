"""Deployment: defaults and validation. Mirrors pkg/apis/apps and pkg/registry/apps/deployment."""
from __future__ import annotations

from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api.strategy import status_alone
from kubectl_lite.api.validation import text, workloads
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC, STATUS = Path("spec"), Path("status")
STRATEGY = SPEC / "strategy"
ROLLBACK = "deprecated.deployment.rollback.to"
BOUNDED = ("updatedReplicas", "readyReplicas", "availableReplicas")


def default(obj):
    """SetDefaults_Deployment; the annotation that stands for a rollback must be a number."""
    workloads.number_annotation("Deployment", _rollback(obj) or None)
    spec = obj.setdefault("spec", {})
    for name, value in (("replicas", 1), ("revisionHistoryLimit", 10), ("progressDeadlineSeconds", 600)):
        if spec.get(name) is None:
            spec[name] = value
    strategy = spec.setdefault("strategy", {})
    strategy["type"] = strategy.get("type") or "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        for name in ("maxUnavailable", "maxSurge"):
            if rolling.get(name) is None:
                rolling[name] = "25%"
    workloads.default_template(spec)


def prepare_for_create(obj):
    obj["status"] = {}


prepare_for_status_update = status_alone("labels")


def bumps_generation(obj, old):
    """The annotations count too: a rollout is restarted and undone by them."""
    return obj.get("spec") != old.get("spec") or (obj["metadata"].get("annotations") or {}) != (old["metadata"].get("annotations") or {})


def validate(obj, old=None):
    spec = obj.get("spec") or {}
    problems = text.non_negative(spec.get("replicas"), SPEC / "replicas")
    problems += workloads.replicated(spec, (old or {}).get("spec"), SPEC) + _strategy(spec.get("strategy") or {})
    problems += text.non_negative(spec.get("minReadySeconds"), SPEC / "minReadySeconds")
    problems += text.non_negative(spec.get("revisionHistoryLimit"), SPEC / "revisionHistoryLimit")
    problems += text.non_negative(int(_rollback(obj) or 0), SPEC.child("rollbackTo", "revision"))
    return problems + _deadline(spec)


def _rollback(obj):
    return ((obj.get("metadata") or {}).get("annotations") or {}).get(ROLLBACK)


def _strategy(strategy):
    kind, rolling, path = strategy.get("type", ""), strategy.get("rollingUpdate"), STRATEGY / "rollingUpdate"
    if kind == "Recreate":
        return [] if rolling is None else [field.forbidden(path, "may not be specified when strategy `type` is 'Recreate'")]
    if kind != "RollingUpdate":
        from kubectl_lite.api import internal
        return [field.not_supported(STRATEGY, internal.value(strategy, "io.k8s.api.apps.v1.DeploymentStrategy"), ("Recreate", "RollingUpdate"))]
    if rolling is None:
        return [field.required(path, "this should be defaulted and never be nil")]
    return _rolling(rolling, path)


def _rolling(rolling, path):
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    problems = workloads.positive_int_or_percent(unavailable, path / "maxUnavailable")
    problems += workloads.positive_int_or_percent(surge, path / "maxSurge")
    if workloads.amount(unavailable) == 0 and workloads.amount(surge) == 0:
        problems.append(field.invalid(path / "maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0"))
    return problems + workloads.at_most_100_percent(unavailable, path / "maxUnavailable")


def _deadline(spec):
    seconds, path = spec.get("progressDeadlineSeconds"), SPEC / "progressDeadlineSeconds"
    if seconds is None:
        return []
    problems = text.non_negative(seconds, path)
    if seconds <= (spec.get("minReadySeconds") or 0):
        problems.append(field.invalid(path, seconds, "must be greater than minReadySeconds"))
    return problems


def validate_update(obj, old):
    return validate(obj, old) + workloads.immutable_selector(obj["spec"], old["spec"])


def validate_status_update(obj, old):
    status, was = obj.get("status") or {}, old.get("status") or {}
    problems = workloads.counts(status, ("observedGeneration", "replicas", *BOUNDED, "unavailableReplicas", "terminatingReplicas", "collisionCount"), STATUS)
    problems += workloads.bounded(status, BOUNDED, STATUS)
    problems += workloads.bounded(status, ("availableReplicas",), STATUS, "readyReplicas", "readyReplicas")
    return problems + workloads.never_decremented(status, was, STATUS)


def warnings(obj, old):
    return workloads.template_warnings(obj, old, obj["spec"].get("template"), SPEC / "template")
