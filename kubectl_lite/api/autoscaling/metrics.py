"""The metrics and the behaviour of a HorizontalPodAutoscaler. Mirrors pkg/apis/autoscaling/validation."""
from __future__ import annotations

from kubectl_lite.api.podspec.resources import container_resource_name
from kubectl_lite.api.validation import references, text
from kubectl_lite.machinery import field, quantity

TYPES = ("ContainerResource", "External", "Object", "Pods", "Resource")
TARGETS = ("Utilization", "Value", "AverageValue")
POLICIES, SELECT = ("Percent", "Pods"), ("Disabled", "Max", "Min")
MAX_WINDOW, MAX_PERIOD = 3600, 1800
ONLY_ONE = "must populate the given metric source only"
NOT_BOTH = "may not set both a target raw value and a target utilization"
EITHER = "must set either a target raw value or a target utilization"


def object_reference(reference, path, group_needed: bool = True) -> list:
    """ValidateCrossVersionObjectReference; only the core kind that scales may lack a group."""
    problems = references.segment(reference.get("kind") or "", path / "kind") + references.segment(reference.get("name") or "", path / "name")
    version = reference.get("apiVersion") or ""
    if group_needed and reference.get("kind") != "ReplicationController" and "/" not in version:
        problems.append(field.invalid(path / "apiVersion", version, "apiVersion must specify API group"))
    return problems


def validate(metrics, low, path) -> list:
    problems = []
    for i, metric in enumerate(metrics):
        problems += _metric(metric, path.index(i))
    if low == 0 and not any(m.get("type") in ("Object", "External") for m in metrics):
        problems.append(field.forbidden(path, "must specify at least one Object or External metric to support scaling to zero replicas"))
    return problems


def _metric(metric, path):
    kind, problems = metric.get("type") or "", []
    if not kind:
        problems.append(field.required(path / "type", "must specify a metric source type"))
    if kind not in TYPES:
        problems.append(field.not_supported(path / "type", kind, TYPES))
    present = [name for name in SOURCES if metric.get(name) is not None]
    if present:
        problems += SOURCES[present[0]](metric[present[0]], path / present[0])
    expected = kind[:1].lower() + kind[1:]
    if kind in TYPES and expected not in present:
        problems.append(field.required(path / expected, "must populate information for the given metric source"))
    if len(present) != 1:
        problems += [field.forbidden(path / name, ONLY_ONE) for name in present if name != expected]
    return problems


def _identifier(metric, path):
    name = metric.get("name") or ""
    return references.segment(name, path / "name") if name else [field.required(path / "name", "must specify a metric name")]


def _target(target, path):
    kind, problems = target.get("type") or "", []
    if not kind:
        problems.append(field.required(path / "type", "must specify a metric target type"))
    if kind not in TARGETS:
        problems.append(field.invalid(path / "type", kind, "must be either Utilization, Value, or AverageValue"))
    for name in ("value", "averageValue"):
        if target.get(name) is not None and quantity.parse(target[name]) <= quantity.ZERO:
            problems.append(field.invalid(path / name, target[name], "must be positive"))
    percent = target.get("averageUtilization")
    if percent is not None and percent < 1:
        problems.append(field.invalid(path / "averageUtilization", percent, "must be greater than 0"))
    return problems


def _object(source, path):
    target = source.get("target") or {}
    problems = object_reference(source.get("describedObject") or {}, path / "describedObject", group_needed=False)
    problems += _identifier(source.get("metric") or {}, path / "metric") + _target(target, path / "target")
    if target.get("value") is None and target.get("averageValue") is None:
        problems.append(field.required(path.child("target", "averageValue"), "must set either a target value or averageValue"))
    return problems


def _external(source, path):
    target = source.get("target") or {}
    problems = _identifier(source.get("metric") or {}, path / "metric") + _target(target, path / "target")
    value, average = target.get("value"), target.get("averageValue")
    if value is None and average is None:
        problems.append(field.required(path.child("target", "averageValue"), "must set either a target value for metric or a per-pod target"))
    if value is not None and average is not None:
        problems.append(field.forbidden(path.child("target", "value"), "may not set both a target value for metric and a per-pod target"))
    return problems


def _pods(source, path):
    target = source.get("target") or {}
    problems = _identifier(source.get("metric") or {}, path / "metric") + _target(target, path / "target")
    if target.get("averageValue") is None:
        problems.append(field.required(path.child("target", "averageValue"), "must specify a positive target averageValue"))
    return problems


def _container_resource(source, path):
    name, container = source.get("name") or "", source.get("container") or ""
    problems = container_resource_name(name, path / "name") if name else [field.required(path / "name", "must specify a resource name")]
    problems += text.dns_label(container, path / "container") if container else [field.required(path / "container", "must specify a container")]
    return problems + _resource_target(source, path)


def _resource(source, path):
    problems = [] if source.get("name") else [field.required(path / "name", "must specify a resource name")]
    return problems + _resource_target(source, path)


def _resource_target(source, path):
    target = source.get("target") or {}
    problems = _target(target, path / "target")
    percent, average = target.get("averageUtilization"), target.get("averageValue")
    if percent is None and average is None:
        problems.append(field.required(path.child("target", "averageUtilization"), EITHER))
    if percent is not None and average is not None:
        problems.append(field.forbidden(path.child("target", "averageValue"), NOT_BOTH))
    return problems


# in the order in which Kubernetes looks at them
SOURCES = {"object": _object, "external": _external, "pods": _pods, "resource": _resource, "containerResource": _container_resource}


def behavior(value, path) -> list:
    problems = []
    for name in ("scaleUp", "scaleDown"):
        if value.get(name) is not None:
            problems += _rules(value[name], path / name)
    return problems


def _rules(rules, path):
    window, select, problems = rules.get("stabilizationWindowSeconds"), rules.get("selectPolicy"), []
    if window is not None and window < 0:
        problems.append(field.invalid(path / "stabilizationWindowSeconds", window, "must be greater than or equal to zero"))
    if window is not None and window > MAX_WINDOW:
        problems.append(field.invalid(path / "stabilizationWindowSeconds", window, f"must be less than or equal to {MAX_WINDOW}"))
    if select is not None and select not in SELECT:
        problems.append(field.not_supported(path / "selectPolicy", select, SELECT))
    if not rules.get("policies"):
        problems.append(field.required(path / "policies", "must specify at least one Policy"))
    for i, policy in enumerate(rules.get("policies") or ()):
        problems += _policy(policy, (path / "policies").index(i))
    if rules.get("tolerance") is not None and quantity.parse(rules["tolerance"]) < quantity.ZERO:
        problems.append(field.invalid(path / "tolerance", rules["tolerance"], "must be greater than or equal to 0"))
    return problems


def _policy(policy, path):
    kind, problems = policy.get("type") or "", []
    if kind not in POLICIES:
        problems.append(field.not_supported(path / "type", kind, POLICIES))
    for name in ("value", "periodSeconds"):
        if (policy.get(name) or 0) <= 0:
            problems.append(field.invalid(path / name, policy.get(name) or 0, "must be greater than zero"))
    period = policy.get("periodSeconds") or 0
    if period > MAX_PERIOD:
        problems.append(field.invalid(path / "periodSeconds", period, f"must be less than or equal to {MAX_PERIOD}"))
    return problems
