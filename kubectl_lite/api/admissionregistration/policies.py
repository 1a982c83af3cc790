"""What validating and mutating admission policies share: parameters, variables, conditions; and the bindings of both."""
from __future__ import annotations

import re

from kubectl_lite.api import expressions
from kubectl_lite.api.admissionregistration import rules
from kubectl_lite.api.validation import selectors, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.cel import types
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
RESERVED = {"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while"}
NOT_FOUND_ACTIONS = ("Deny", "Allow")


def default_policy(spec: dict) -> None:
    if spec.get("failurePolicy") is None:
        spec["failurePolicy"] = "Fail"
    if spec.get("matchConstraints") is not None:
        rules.default_match(spec["matchConstraints"])


def default_binding(spec: dict) -> None:
    if spec.get("matchResources") is not None:
        rules.default_match(spec["matchResources"])


def param_kind(kind: dict, path) -> list:
    """validateParamKind."""
    version, name = kind.get("apiVersion") or "", kind.get("kind") or ""
    problems = _version(version, path / "apiVersion") if version else [field.required(path / "apiVersion")]
    if not name:
        return [*problems, field.required(path / "kind")]
    bad = names.dns1035_label(name.lower())
    if bad:
        problems.append(field.invalid(path / "kind", name, "may have mixed case, but should otherwise match: " + ", ".join(bad)))
    return problems


def _version(text_, path):
    group, _, version = text_.rpartition("/")
    if "/" in group:
        return [field.invalid(path, text_, f"unexpected GroupVersion string: {text_}")]
    problems = []
    if group:
        bad = names.dns_subdomain(group)
        problems += [field.invalid(path, group, ", ".join(bad))] if bad else []
    if not version:
        return [*problems, field.invalid(path, text_, "version must be specified")]
    bad = names.dns1035_label(version)
    return [*problems, field.invalid(path, version, ", ".join(bad))] if bad else problems


def head(spec: dict, operations: tuple = rules.OPERATIONS) -> list:
    """The parts both kinds of policies begin with, up to their match conditions."""
    problems = text.one_of(spec.get("failurePolicy") or "", rules.FAILURE_POLICIES, SPEC / "failurePolicy", "")
    params = spec.get("paramKind") is not None
    if params:
        problems += param_kind(spec["paramKind"], SPEC / "paramKind")
    problems += rules.match_constraints(spec.get("matchConstraints"), SPEC / "matchConstraints")
    path = SPEC.child("matchConstraints", "resourceRules", "operations")
    problems += [field.not_supported(path, o, operations) for r in (spec.get("matchConstraints") or {}).get("resourceRules") or ()
                 for o in r.get("operations") or () if o not in operations and operations is not rules.OPERATIONS]
    return problems + rules.match_conditions(spec.get("matchConditions") or (), SPEC / "matchConditions", params)


def variables(spec: dict, structs: bool = False) -> tuple[list, dict]:
    """(problems, name -> Type of those that compile); each may refer to those before it."""
    problems, known, params = [], {}, spec.get("paramKind") is not None
    for i, variable in enumerate(spec.get("variables") or ()):
        path, name, expression = (SPEC / "variables").index(i), variable.get("name") or "", variable.get("expression") or ""
        bad = _name(name, path / "name")
        problems += bad
        if not expression.strip():
            problems.append(field.required(path / "expression", "expression is not specified"))
            continue
        program, detail = expressions.compiled(expression, expressions.environment(params, known, structs))
        if program is None:
            problems.append(field.invalid(path / "expression", expression, detail))
        if not bad:
            known[name] = program.type if program else types.DYN
    return problems, known


def _name(name, path):
    if not name.strip():
        return [field.required(path, "name is not specified")]
    fits = IDENTIFIER.fullmatch(name) and name not in RESERVED
    return [] if fits else [field.invalid(path, name, "must be a valid CEL identifier")]


def validate_binding(spec: dict) -> list:
    """The part of a binding that both kinds have."""
    name = spec.get("policyName") or ""
    problems = text.dns_subdomain(name, SPEC / "policyName") if name else [field.required(SPEC / "policyName")]
    if spec.get("paramRef") is not None:
        problems += _param_ref(spec["paramRef"], SPEC / "paramRef")
    if spec.get("matchResources") is not None:
        problems += rules.match_resources(spec["matchResources"], SPEC / "matchResources")
    return problems


def _param_ref(reference, path):
    name, selector, problems = reference.get("name") or "", reference.get("selector"), []
    if name:
        problems += text.each(names.path_segment(name), name, path / "name")
        if selector is not None:
            problems.append(field.forbidden(path / "name", "name and selector are mutually exclusive"))
    if selector is not None:
        problems += selectors.label_selector(selector, path / "selector")
        if name:
            problems.append(field.forbidden(path / "selector", "name and selector are mutually exclusive"))
    if not name and selector is None:
        problems.append(field.required(path, "one of name or selector must be specified"))
    return problems + text.one_of(reference.get("parameterNotFoundAction") or None, NOT_FOUND_ACTIONS, path / "parameterNotFoundAction") + (
        [] if reference.get("parameterNotFoundAction") else [field.required(path / "parameterNotFoundAction")])
