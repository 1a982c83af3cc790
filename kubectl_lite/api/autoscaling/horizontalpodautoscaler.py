"""HorizontalPodAutoscaler, served as autoscaling/v1 and v2: conversion, defaults, validation. Stored as v2, whose paths all errors have.

The checks of metrics and behaviour are in metrics.py.
"""
from __future__ import annotations

from kubectl_lite.api.autoscaling import metrics
from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
CPU_PERCENT = 80
SCALE_UP = {"stabilizationWindowSeconds": 0, "selectPolicy": "Max",
            "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}, {"type": "Percent", "value": 100, "periodSeconds": 15}]}
SCALE_DOWN = {"selectPolicy": "Max", "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}


def _cpu(percent):
    return {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": percent}}}


def to_v2(obj: dict) -> dict:
    """An autoscaling/v1 object as v2: the CPU target is one of the metrics."""
    spec, status = dict(obj.get("spec") or {}), dict(obj.get("status") or {})
    percent, current = spec.pop("targetCPUUtilizationPercentage", None), status.pop("currentCPUUtilizationPercentage", None)
    if percent is not None:
        spec["metrics"] = [_cpu(percent)]
    status["currentMetrics"] = None
    if current is not None:
        status["currentMetrics"] = [{"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": current}}}]
    if not status.get("currentReplicas"):
        status.pop("currentReplicas", None)
    return {**obj, "spec": spec, "status": {"desiredReplicas": 0, **status}}


def to_v1(obj: dict) -> dict:
    """A v2 object as autoscaling/v1, which knows no metric but CPU utilization."""
    spec, status = dict(obj.get("spec") or {}), dict(obj.get("status") or {})
    spec.pop("behavior", None)
    percent = _utilization(spec.pop("metrics", None), "target")
    current = _utilization(status.pop("currentMetrics", None), "current")
    status.pop("conditions", None)
    if percent is not None:
        spec["targetCPUUtilizationPercentage"] = percent
    if current is not None:
        status["currentCPUUtilizationPercentage"] = current
    return {**obj, "spec": spec, "status": {"currentReplicas": 0, "desiredReplicas": 0, **status}}


def _utilization(found, part):
    for metric in found or ():
        resource = metric.get("resource") or {}
        if metric.get("type") == "Resource" and resource.get("name") == "cpu":
            return (resource.get(part) or {}).get("averageUtilization")
    return None


def _v2(obj):
    return to_v2(obj) if obj.get("apiVersion") == "autoscaling/v1" else obj


def default(obj):
    """SetDefaults_HorizontalPodAutoscaler of the object's version."""
    spec = obj.setdefault("spec", {})
    if spec.get("minReplicas") is None:
        spec["minReplicas"] = 1
    if obj.get("apiVersion") == "autoscaling/v1":
        if spec.get("targetCPUUtilizationPercentage") is None:
            spec["targetCPUUtilizationPercentage"] = CPU_PERCENT
        return
    if not spec.get("metrics"):
        spec["metrics"] = [_cpu(CPU_PERCENT)]
    behavior = spec.get("behavior")
    if behavior is not None:
        for name, rules in (("scaleUp", SCALE_UP), ("scaleDown", SCALE_DOWN)):
            given = {} if behavior.get(name) is None else behavior[name]
            behavior[name] = {**_copy(rules), **given}
            if as_sent(given, "policies") == []:  # no policies are not the default ones
                del behavior[name]["policies"]


def _copy(rules):
    return {k: [dict(p) for p in v] if isinstance(v, list) else v for k, v in rules.items()}


def prepare_for_create(obj):
    if obj.get("apiVersion") == "autoscaling/v1":
        obj["status"] = {"currentReplicas": 0, "desiredReplicas": 0}
    else:
        obj["status"] = {"desiredReplicas": 0, "currentMetrics": None}


def validate(obj):
    """ValidateHorizontalPodAutoscaler."""
    spec = _v2(obj).get("spec") or {}
    low, high = spec.get("minReplicas"), spec.get("maxReplicas") or 0
    problems = []
    if low is not None and low < 1:
        problems.append(field.invalid(SPEC / "minReplicas", low, "must be greater than or equal to 1"))
    if high == 0:
        problems.append(field.required(SPEC / "maxReplicas", "must be set and greater than 0"))
    elif high < 1:
        problems.append(field.invalid(SPEC / "maxReplicas", high, "must be greater than or equal to 1"))
    if low is not None and high < low:
        problems.append(field.invalid(SPEC / "maxReplicas", high, "must be greater than or equal to `minReplicas`"))
    problems += metrics.object_reference(spec.get("scaleTargetRef") or {}, SPEC / "scaleTargetRef")
    problems += metrics.validate(spec.get("metrics") or (), low, SPEC / "metrics")
    return problems + metrics.behavior(spec.get("behavior") or {}, SPEC / "behavior")


def validate_update(obj, old):
    return validate(obj)


def prepare_for_status_update(obj, old):
    obj["spec"] = old.get("spec") or {}


def validate_status_update(obj, old):
    status, problems = obj.get("status") or {}, []
    for name in ("currentReplicas", "desiredReplicas"):
        if (status.get(name) or 0) < 0:
            problems.append(field.invalid(Path("status") / name, status[name], "must be greater than or equal to 0"))
    return problems
