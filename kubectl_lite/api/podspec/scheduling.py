"""Validation of tolerations, topology spread constraints, scheduling gates and readiness gates."""
from __future__ import annotations

from kubectl_lite.api.podspec.affinity import label_keys
from kubectl_lite.api.validation import meta, text
from kubectl_lite.api.validation.remembered import remembered
from kubectl_lite.api.validation.selectors import label_selector
from kubectl_lite.machinery import field, names

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
COMPARISONS = ("Lt", "Gt")
ACTIONS = ("DoNotSchedule", "ScheduleAnyway")
INCLUSION = ("Honor", "Ignore")
NEEDS_EXISTS = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'


def tolerations(values, path) -> list:
    """ValidateTolerations."""
    return [p for i, value in enumerate(values) for p in _toleration(value, path.index(i))]


@remembered
def _toleration(value, path):
    key, operator, effect = value.get("key", ""), value.get("operator", ""), value.get("effect", "")
    problems = meta.label_name(key, path / "key") if key else []
    if not key and operator != "Exists":
        problems.append(field.invalid(path / "operator", operator, NEEDS_EXISTS))
    if value.get("tolerationSeconds") is not None and effect != "NoExecute":
        problems.append(field.invalid(path / "effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    problems += _operator(operator, value.get("value", ""), path / "operator")
    return problems + (taint_effect(effect, path / "effect") if effect else [])


def _operator(operator, value, path):
    if operator in ("", "Equal"):
        bad = names.label_value(value)
        return [field.invalid(path, value, ";".join(bad))] if bad else []
    if operator == "Exists":
        return [field.invalid(path, value, "value must be empty when `operator` is 'Exists'")] if value else []
    if operator in COMPARISONS:  # known, but behind a feature gate that is off
        return [field.not_supported(path, operator, ("Equal", "Exists", *COMPARISONS))]
    return [field.not_supported(path, operator, ("Equal", "Exists"))]


def taint_effect(effect, path) -> list:
    """validateTaintEffect."""
    if not effect:
        return [field.required(path)]
    return [] if effect in EFFECTS else [field.not_supported(path, effect, EFFECTS)]


def readiness_gates(gates, path) -> list:
    return [p for i, gate in enumerate(gates) for p in text.qualified_name(gate.get("conditionType", ""), path.index(i) / "conditionType")]


def scheduling_gates(gates, path) -> list:
    problems, seen = [], set()
    for i, gate in enumerate(gates):
        name = gate.get("name", "")
        problems += text.qualified_name(name, path.index(i))
        if name in seen:
            problems.append(field.duplicate(path.index(i), name))
        seen.add(name)
    return problems


def topology_spread(constraints, path, options) -> list:
    """validateTopologySpreadConstraints."""
    return [p for i, constraint in enumerate(constraints) for p in _constraint(constraint, constraints[i + 1:], path.index(i), options)]


def _constraint(constraint, later, path, options):
    skew, key, action = constraint.get("maxSkew", 0), constraint.get("topologyKey", ""), constraint.get("whenUnsatisfiable", "")
    problems = [] if skew > 0 else [field.invalid(path / "maxSkew", skew, "must be greater than zero")]
    if not key:
        problems.append(field.required(path / "topologyKey", "can not be empty"))
    if action not in ACTIONS:
        problems.append(field.not_supported(path / "whenUnsatisfiable", action, ACTIONS))
    if any(other.get("topologyKey", "") == key and other.get("whenUnsatisfiable", "") == action for other in later):
        problems.append(field.duplicate(path / "{topologyKey, whenUnsatisfiable}", f"{{{key}, {action}}}"))
    problems += _min_domains(constraint.get("minDomains"), action, path / "minDomains")
    for name in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
        if constraint.get(name) is not None and constraint[name] not in INCLUSION:
            problems.append(field.not_supported(path / name, constraint[name], INCLUSION))
    problems += label_keys(constraint, path)
    return problems + ([] if options.bad_spread_selectors else label_selector(constraint.get("labelSelector"), path / "labelSelector"))


def _min_domains(value, action, path):
    if value is None:
        return []
    problems = [] if value > 0 else [field.invalid(path, value, "must be greater than zero")]
    if action != "DoNotSchedule":
        problems.append(field.invalid(path, value, f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"))
    return problems
