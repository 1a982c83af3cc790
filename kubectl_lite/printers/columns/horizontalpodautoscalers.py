"""Columns of horizontal pod autoscalers of both versions: printHorizontalPodAutoscaler, with two metrics at most."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.metrics import hpa_metrics

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Reference", "string", "", 0),
    ("Targets", "string", "", 0),
    ("MinPods", "string", "", 0),
    ("MaxPods", "string", "", 0),
    ("Replicas", "string", "", 0),
    ("Age", "string", "", 0),
)
SHOWN = 2


def cells(obj: dict, now: float) -> list:
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    target = spec.get("scaleTargetRef") or {}
    return [obj["metadata"]["name"], f"{target.get('kind', '')}/{target.get('name', '')}", _targets(*hpa_metrics(obj)),
            str(spec.get("minReplicas", "<unset>")), spec.get("maxReplicas", 0), status.get("currentReplicas", 0), age(obj, now)]


def _targets(specs: list[dict], currents: list[dict]) -> str:
    if not specs:
        return "<none>"
    texts = [_metric(spec, currents[i] if i < len(currents) else {}) for i, spec in enumerate(specs)]
    text = ", ".join(texts[:SHOWN])
    return f"{text} + {len(texts) - SHOWN} more..." if len(texts) > SHOWN else text


def _metric(spec: dict, current: dict) -> str:
    writer = METRICS.get(spec.get("type"))
    if writer is None:
        return "<unknown type>"
    key, write = writer
    return write(spec.get(key) or {}, (current.get(key) or {}).get("current"))


def _value(metric: dict, current: dict | None) -> str:
    target = metric.get("target") or {}
    if target.get("averageValue") is not None:
        return f"{(current or {}).get('averageValue', '<unknown>')}/{target['averageValue']} (avg)"
    return f"{'<unknown>' if current is None else current.get('value', '0')}/{target.get('value', '0')}"


def _pods(metric: dict, current: dict | None) -> str:
    return f"{'<unknown>' if current is None else current.get('averageValue', '0')}/{(metric.get('target') or {}).get('averageValue', '0')}"


def _resource(metric: dict, current: dict | None) -> str:
    target, name = metric.get("target") or {}, metric.get("name", "")
    if target.get("averageValue") is not None:
        return f"{name}: {'<unknown>' if current is None else current.get('averageValue', '0')}/{target['averageValue']}"
    used, wanted = (current or {}).get("averageUtilization"), target.get("averageUtilization")
    return f"{name}: {'<unknown>' if used is None else f'{used}%'}/{'<auto>' if wanted is None else f'{wanted}%'}"


METRICS = {"External": ("external", _value), "Object": ("object", _value), "Pods": ("pods", _pods),
           "Resource": ("resource", _resource), "ContainerResource": ("containerResource", _resource)}
