"""ResourceQuota: names, amounts and scopes. Counting is the admission plug-in's and the controller's."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.podspec import resources
from kubectl_lite.machinery import field, quantity
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
STANDARD = {"cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu",
            "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets",
            "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers"}
COMPUTE = {"pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"}
CLAIMS = {"persistentvolumeclaims", "requests.storage"}
SCOPES = {"Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"}
CONFLICTS = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
EXISTS_ONLY = ("BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "CrossNamespacePodAffinity")
MUST_EXIST = ("must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
              "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity")


def default(obj):
    """Amounts are rounded as all resource lists are."""
    hard = (obj.get("spec") or {}).get("hard")
    for name in hard or ():
        hard[name] = quantity.canonical_rounded(hard[name])


def prepare_for_create(obj):
    obj["status"] = {}


def validate(obj):
    spec = obj.get("spec") or {}
    return amounts(spec.get("hard") or {}, SPEC / "hard") + _scopes(spec) + _selector(spec)


def amounts(values: dict, path) -> list:
    """The names and amounts of a quota."""
    problems = []
    for name in sorted(values):
        at = path.key(name)
        problems += resources.resource_name(name, at)
        if "/" not in name and not _is_standard(name):
            problems.append(field.invalid(at, name, "must be a standard resource for quota"))
        problems += _amount(name, values[name], at)
    return problems


def _amount(name, value, path):
    problems = resources.amount(name, value, path)
    counted = name.startswith("count/")
    if counted and quantity.parse(value).milli_value() % 1000 and not resources.is_integer(name):
        problems.append(field.invalid(path, value, "must be an integer"))
    return problems


def _is_standard(name):
    return name in STANDARD or resources.is_huge_page(name.removeprefix("requests."))


def _fits(scope, name):
    """Whether a scope can apply to a resource."""
    if scope in ("Terminating", "NotTerminating", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity"):
        return name in COMPUTE
    if scope == "BestEffort":
        return name == "pods"
    return scope != "VolumeAttributesClass" or name in CLAIMS


def _scopes(spec):
    scopes, path, problems = spec.get("scopes") or [], SPEC / "scopes", []
    for scope in scopes:
        if scope not in SCOPES:
            problems.append(field.invalid(path, scopes, "unsupported scope"))
        problems += [field.invalid(path, scopes, "unsupported scope applied to resource") for name in sorted(spec.get("hard") or ())
                     if _is_standard(name) and not _fits(scope, name)]
    return problems + [field.invalid(path, scopes, "conflicting scopes") for pair in CONFLICTS if set(pair) <= set(scopes)]


def _selector(spec):
    selector = spec.get("scopeSelector")
    if selector is None:
        return []
    path, problems, seen = SPEC.child("scopeSelector", "matchExpressions"), [], set()
    for requirement in selector.get("matchExpressions") or ():
        problems += _requirement(requirement, spec, selector, path)
        seen.add(requirement.get("scopeName"))
    return problems + [field.invalid(path, spec.get("scopes"), "conflicting scopes") for pair in CONFLICTS if set(pair) <= seen]


def _requirement(requirement, spec, selector, path):
    scope, operator, values = requirement.get("scopeName", ""), requirement.get("operator", ""), requirement.get("values")
    problems = [] if scope in SCOPES else [field.invalid(path / "scopeName", scope, "unsupported scope")]
    shown = internal.value(selector, "ScopeSelector")
    problems += [field.invalid(path, shown, "unsupported scope applied to resource") for name in sorted(spec.get("hard") or ())
                 if _is_standard(name) and not _fits(scope, name)]
    if scope in EXISTS_ONLY and operator != "Exists":
        problems.append(field.invalid(path / "operator", operator, MUST_EXIST))
    if operator in ("In", "NotIn"):
        if not values:
            problems.append(field.required(path / "values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            problems.append(field.invalid(path / "values", values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"))
    else:
        problems.append(field.invalid(path / "operator", operator, "not a valid selector operator"))
    return problems


def validate_update(obj, old):
    problems = validate(obj)
    new, was = obj["spec"].get("scopes"), (old.get("spec") or {}).get("scopes") or []
    if set(new or ()) != set(was):
        from kubectl_lite.api.codec_types import as_sent
        problems.append(field.invalid(SPEC / "scopes", as_sent(obj["spec"], "scopes"), "field is immutable"))
    return problems


def validate_status_update(obj, old):
    status = obj.get("status") or {}
    return [p for part in ("hard", "used") for p in amounts(status.get(part) or {}, Path("status") / part)]
