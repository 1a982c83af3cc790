"""The metrics of a HorizontalPodAutoscaler in the shape of autoscaling/v2, whichever version the object has.

In autoscaling/v1 all metrics but the CPU utilisation live in two annotations; this reads them, as Kubernetes' conversion does.
"""
from __future__ import annotations

SPECS, CURRENTS = "autoscaling.alpha.kubernetes.io/metrics", "autoscaling.alpha.kubernetes.io/current-metrics"


def hpa_metrics(obj: dict) -> tuple[list[dict], list[dict]]:
    """(the metrics wanted, the current values) of an autoscaler of either version."""
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    if obj.get("apiVersion") != "autoscaling/v1":
        return spec.get("metrics") or [], status.get("currentMetrics") or []
    annotations = obj["metadata"].get("annotations") or {}
    return (_annotated(annotations.get(SPECS), _wanted) + _cpu(spec.get("targetCPUUtilizationPercentage"), "target"),
            _annotated(annotations.get(CURRENTS), _measured) + _cpu(status.get("currentCPUUtilizationPercentage"), "current"))


def _cpu(percent: int | None, key: str) -> list[dict]:
    return [] if percent is None else [{"type": "Resource", "resource": {"name": "cpu", key: {"averageUtilization": percent}}}]


def _annotated(text: str | None, convert) -> list[dict]:
    if not text:
        return []
    import json
    try:
        return [convert(metric) for metric in json.loads(text)]
    except (ValueError, AttributeError, TypeError):
        return []


def _wanted(metric: dict) -> dict:
    key, source = _source(metric)
    target = {"averageUtilization": source.get("targetAverageUtilization"), "value": source.get("targetValue"),
              "averageValue": source.get("targetAverageValue", source.get("averageValue"))}
    return _metric(metric, key, source, "target", target)


def _measured(metric: dict) -> dict:
    key, source = _source(metric)
    current = {"averageUtilization": source.get("currentAverageUtilization"), "value": source.get("currentValue"),
               "averageValue": source.get("currentAverageValue", source.get("averageValue"))}
    return _metric(metric, key, source, "current", current)


def _source(metric: dict) -> tuple[str, dict]:
    key = metric["type"][:1].lower() + metric["type"][1:]
    return key, metric.get(key) or {}


def _metric(metric: dict, key: str, source: dict, part: str, values: dict) -> dict:
    converted = {"name": source.get("name", ""), "container": source.get("container", ""), "metric": {"name": source.get("metricName", "")},
                 "describedObject": source.get("target") or {}, part: {k: v for k, v in values.items() if v is not None}}
    return {"type": metric["type"], key: converted}
