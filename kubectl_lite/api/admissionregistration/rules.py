"""What webhook configurations and admission policies share: rules of operations and resources, match conditions, match constraints.

Mirrors pkg/apis/admissionregistration/validation.
"""
from __future__ import annotations

from kubectl_lite.api import expressions
from kubectl_lite.api.validation import selectors, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.cel import types

OPERATIONS = ("*", "CONNECT", "CREATE", "DELETE", "UPDATE")
SCOPES = ("*", "Cluster", "Namespaced")
FAILURE_POLICIES, MATCH_POLICIES = ("Fail", "Ignore"), ("Equivalent", "Exact")
MAX_CONDITIONS = 64


def default_rules(rules) -> None:
    """A rule applies to objects of any scope unless it says otherwise."""
    for rule in rules or ():
        if rule.get("scope") is None:
            rule["scope"] = "*"


def default_match(resources: dict) -> None:
    """SetDefaults_MatchResources."""
    resources["matchPolicy"] = resources.get("matchPolicy") or "Equivalent"
    for name in ("namespaceSelector", "objectSelector"):
        resources.setdefault(name, {})
    for name in ("resourceRules", "excludeResourceRules"):
        default_rules(resources.get(name))


def rule(value: dict, path) -> list:
    """validateRuleWithOperations."""
    operations, at = value.get("operations") or [], path / "operations"
    problems = [] if operations else [field.required(at)]
    if len(operations) > 1 and "*" in operations:
        problems.append(field.invalid(at, operations, "if '*' is present, must not specify other operations"))
    problems += [field.not_supported(at.index(i), o, OPERATIONS) for i, o in enumerate(operations) if o not in OPERATIONS]
    for name, what in (("apiGroups", "API groups"), ("apiVersions", "API versions")):
        found = value.get(name) or []
        problems += [] if found else [field.required(path / name)]
        if len(found) > 1 and "*" in found:
            problems.append(field.invalid(path / name, found, f"if '*' is present, must not specify other {what}"))
    problems += [field.required((path / "apiVersions").index(i)) for i, v in enumerate(value.get("apiVersions") or ()) if not v]
    problems += _resources(value.get("resources") or [], path / "resources")
    return problems + text.one_of(value.get("scope"), SCOPES, path / "scope")


def _resources(resources, path):
    if not resources:
        return [field.required(path)]
    problems, parents, parts, plain = [], set(), set(), False
    for i, resource in enumerate(resources):
        parent, slash, part = resource.partition("/")
        if not resource:
            problems.append(field.required(path.index(i)))
        elif not slash:
            plain = plain or resource != "*"
        else:
            if parent in parents:
                problems.append(field.invalid(path.index(i), resource, f"if '{parent}/*' is present, must not specify {resource}"))
            if part in parts:
                problems.append(field.invalid(path.index(i), resource, f"if '*/{part}' is present, must not specify {resource}"))
            parents |= {parent} if part == "*" else set()
            parts |= {part} if parent == "*" else set()
    if len(resources) > 1 and "*/*" in resources:
        problems.append(field.invalid(path, resources, "if '*/*' is present, must not specify other resources"))
    if "*" in resources and plain:
        problems.append(field.invalid(path, resources, "if '*' is present, must not specify other resources without subresources"))
    return problems


def named_rule(value: dict, path) -> list:
    """validateNamedRuleWithOperations."""
    problems, found = [], value.get("resourceNames") or ()
    for i, name in enumerate(found):
        at = (path / "resourceNames").index(i)
        problems += text.each(names.path_segment(name), name, at)
        if name in found[:i]:
            problems.append(field.duplicate(at, name))
    return problems + rule(value, path)


def match_resources(value: dict, path) -> list:
    """validateMatchResources."""
    problems = []
    for name in ("namespaceSelector", "objectSelector"):
        problems += [field.required(path / name)] if value.get(name) is None else selectors.label_selector(value[name], path / name)
    for name in ("resourceRules", "excludeResourceRules"):
        for i, item in enumerate(value.get(name) or ()):
            problems += named_rule(item, (path / name).index(i))
    return problems + text.one_of(value.get("matchPolicy") or "", MATCH_POLICIES, path / "matchPolicy", "")


def match_constraints(value: dict | None, path) -> list:
    """The constraints of a policy: they must be there, with a rule at least."""
    if value is None:
        return [field.required(path)]
    problems = match_resources(value, path)
    return problems if value.get("resourceRules") else [*problems, field.required(path / "resourceRules")]


def match_conditions(conditions, path, params: bool, authorizer: bool = True) -> list:
    """validateMatchConditions."""
    problems, seen = [], set()
    if len(conditions) > MAX_CONDITIONS:
        problems.append(field.too_many(path, len(conditions), MAX_CONDITIONS))
    env = expressions.environment(params, authorizer=authorizer)
    for i, condition in enumerate(conditions):
        at, expression, name = path.index(i), (condition.get("expression") or "").strip(), condition.get("name") or ""
        problems += expressions.problem(at / "expression", expression, env, types.BOOL) if expression else [field.required(at / "expression")]
        problems += text.qualified_name(name, at / "name") if name else [field.required(at / "name")]
        if name and name in seen:
            problems.append(field.duplicate(at / "name", name))
        seen.add(name)
    return problems
