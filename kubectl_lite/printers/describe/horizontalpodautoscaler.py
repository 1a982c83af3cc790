"""kubectl describe horizontalpodautoscaler, of autoscaling/v2 or v1."""
from __future__ import annotations

from kubectl_lite.machinery.field import go_quote
from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head

UNKNOWN = "<unknown>"


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, status, w = obj.get("spec") or {}, obj.get("status") or {}, Writer()
    target = spec.get("scaleTargetRef") or {}
    head(w, obj)
    w.rows(0, ("CreationTimestamp:", rfc1123z(obj["metadata"].get("creationTimestamp"))),
           ("Reference:", f"{target.get('kind', '')}/{target.get('name', '')}"))
    if obj.get("apiVersion") == "autoscaling/v1":
        _cpu(w, spec, status)
    else:
        _metrics(w, spec.get("metrics") or (), status.get("currentMetrics") or ())
    w.rows(0, ("Min replicas:", spec.get("minReplicas", "<unset>")), ("Max replicas:", spec.get("maxReplicas", 0)))
    _behavior(w, spec.get("behavior"))
    w.field(f"{target.get('kind', '')} pods", f"{status.get('currentReplicas', 0)} current / {status.get('desiredReplicas', 0)} desired")
    _conditions(w, status.get("conditions") or ())
    events(w, related, now)
    return w.text()


def _cpu(w: Writer, spec: dict, status: dict) -> None:
    if spec.get("targetCPUUtilizationPercentage") is not None:
        w.rows(0, ("Target CPU utilization:", f"{spec['targetCPUUtilizationPercentage']}%"),
               ("Current CPU utilization:", f"{status.get('currentCPUUtilizationPercentage', UNKNOWN)}%"))


def _metrics(w: Writer, specs, currents) -> None:
    w.field("Metrics", "( current / target )")
    for i, spec in enumerate(specs):
        type_ = spec.get("type", "")
        key = type_[:1].lower() + type_[1:]
        if type_ not in WRITERS:
            w.line(1, f"<unknown metric type {go_quote(type_)}>")
            continue
        current = (currents[i] if i < len(currents) else {}).get(key)
        WRITERS[type_](w, spec.get(key) or {}, None if current is None else current.get("current") or {})


def _external(w: Writer, metric: dict, current: dict | None) -> None:
    target, name = metric.get("target") or {}, go_quote((metric.get("metric") or {}).get("name", ""))
    if target.get("averageValue") is not None:
        w.field(f"{name} (target average value)", f"{(current or {}).get('averageValue', UNKNOWN)} / {target['averageValue']}", 1)
    else:
        w.field(f"{name} (target value)", f"{_amount(current, 'value')} / {target.get('value', '0')}", 1)


def _pods(w: Writer, metric: dict, current: dict | None) -> None:
    name = go_quote((metric.get("metric") or {}).get("name", ""))
    w.field(f"{name} on pods", f"{_amount(current, 'averageValue')} / {(metric.get('target') or {}).get('averageValue', '0')}", 1)


def _object(w: Writer, metric: dict, current: dict | None) -> None:
    target, described = metric.get("target") or {}, metric.get("describedObject") or {}
    key, words = ("averageValue", "target average value") if target.get("type") == "AverageValue" else ("value", "target value")
    title = f"\"{(metric.get('metric') or {}).get('name', '')}\" on {described.get('kind', '')}/{described.get('name', '')} ({words})"
    w.field(title, f"{_amount(current, key)} / {target.get(key, '0')}", 1)


def _resource(w: Writer, metric: dict, current: dict | None) -> None:
    _utilization(w, f"resource {metric.get('name', '')} on pods", metric.get("target") or {}, current)


def _container_resource(w: Writer, metric: dict, current: dict | None) -> None:
    _utilization(w, f"resource {metric.get('name', '')} of container \"{metric.get('container', '')}\" on pods", metric.get("target") or {}, current)


def _utilization(w: Writer, title: str, target: dict, current: dict | None) -> None:
    if target.get("averageValue") is not None:
        w.field(title, f"{_amount(current, 'averageValue')} / {target['averageValue']}", 1)
        return
    used, wanted = (current or {}).get("averageUtilization"), target.get("averageUtilization")
    shown = UNKNOWN if used is None else f"{used}% ({current.get('averageValue', '0')})"
    w.field(f"{title}  (as a percentage of request)", f"{shown} / {'<auto>' if wanted is None else f'{wanted}%'}", 1)


def _amount(current: dict | None, key: str) -> str:
    return UNKNOWN if current is None else current.get(key, "0")


WRITERS = {"External": _external, "Pods": _pods, "Object": _object, "Resource": _resource, "ContainerResource": _container_resource}


def _behavior(w: Writer, behavior: dict | None) -> None:
    if behavior is None:
        return
    w.line(0, "Behavior:")
    for title, key in (("Scale Up", "scaleUp"), ("Scale Down", "scaleDown")):
        if behavior.get(key) is not None:
            _direction(w, title, behavior[key])


def _direction(w: Writer, title: str, rules: dict) -> None:
    w.line(1, f"{title}:")
    if rules.get("stabilizationWindowSeconds") is not None:
        w.line(2, f"Stabilization Window: {rules['stabilizationWindowSeconds']} seconds")
    if rules.get("policies"):
        w.line(2, f"Select Policy: {rules.get('selectPolicy', 'Max')}")
        w.line(2, "Policies:")
    for policy in rules.get("policies") or ():
        w.rows(3, (f"- Type: {policy.get('type', '')}", f"Value: {policy.get('value', 0)}", f"Period: {policy.get('periodSeconds', 0)} seconds"))


def _conditions(w: Writer, listed) -> None:
    if listed:
        w.line(0, "Conditions:")
        w.rows(1, ("Type", "Status", "Reason", "Message"), ("----", "------", "------", "-------"))
    w.rows(1, *(tuple(c.get(key, "") for key in ("type", "status", "reason", "message")) for c in listed))
