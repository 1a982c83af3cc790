"""x-kubernetes-validations in a schema: each rule is well written, its expressions compile, and they do not cost too much."""
from __future__ import annotations

import re

from kubectl_lite.api.apiextensions import definition_cost, internal_form
from kubectl_lite.api.structural import fieldpath
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

RULES = "x-kubernetes-validations"
REASONS = ("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired")


def written(schema: dict, path: Path) -> list:
    """The field errors of how the rules of one schema are written."""
    problems = []
    for i, rule in enumerate(schema.get(RULES) or ()):
        problems += _written(rule, schema, (path / RULES).index(i))
    return problems


def _written(rule, schema, path):
    problems = _text(rule.get("rule") or "", rule.get("message") or "", path)
    expression, reason, below = rule.get("messageExpression") or "", rule.get("reason"), rule.get("fieldPath") or ""
    if expression and not expression.strip():
        problems.append(field.required(path / "messageExpression", "messageExpression must be non-empty if specified"))
    if reason is not None and reason not in REASONS:
        problems.append(field.not_supported(path / "reason", reason, REASONS))
    if below and not below.strip():
        problems.append(field.invalid(path / "fieldPath", below, "must be non-empty if specified"))
    if _breaks(below):
        problems.append(field.invalid(path / "fieldPath", below, "must not contain line breaks"))
    if below and fieldpath.find(below, schema).problem:
        problems.append(field.invalid(path / "fieldPath", below, "must be a valid path"))
    return problems


def _text(rule, message, path):
    if not rule.strip():
        return [field.required(path / "rule", "rule is not specified")]
    if message and not message.strip():
        return [field.invalid(path / "message", message, "message must be non-empty if specified")]
    if _breaks(message.strip()):
        return [field.invalid(path / "message", message, "message must not contain line breaks")]
    if _breaks(rule.strip()) and not message.strip():
        return [field.required(path / "message", "message must be specified if rule contains line breaks")]
    return []


def _breaks(text):
    return re.search("[\n\r]", text) is not None


def compiled(schema: dict, path: Path, context, uncorrelatable, limited: bool) -> list:
    """The field errors of the expressions of one schema.

    `uncorrelatable` is the path of the first list or map above whose elements have no past, `limited`: the cost of one expression is.
    """
    declared, problems = context.declared(), []
    if declared is None:
        return [field.internal(path / RULES, "internal error: failed to construct type information for x-kubernetes-validations rules: "
                               "unable to convert structural schema to CEL declarations")]
    for i, rule in enumerate(schema.get(RULES) or ()):
        problems += _compiled(rule, declared, (path / RULES).index(i), context, uncorrelatable, limited)
    return problems


def _compiled(rule, declared, path, context, uncorrelatable, limited):
    from kubectl_lite.api.structural import rules
    from kubectl_lite.machinery.cel import types
    program, trouble = rules.compiled(rule["rule"], declared, rule.get("optionalOldSelf"), types.BOOL)
    if trouble:
        problems = [field.invalid(path / "rule", internal_form.rule(rule), trouble)]
    else:
        problems = _priced(context.cost(rules.estimated(program, declared)), "estimated rule cost", path / "rule", context, limited)
        problems += _message(rule, declared, path / "messageExpression", context, limited)
    if program is not None and program.mentions("oldSelf"):
        if uncorrelatable is not None:
            problems.append(field.invalid(path / "rule", rule["rule"],
                                          f"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelatable}"))
    elif rule.get("optionalOldSelf") is not None:
        problems.append(field.invalid(path / "optionalOldSelf", rule["optionalOldSelf"], "may not be set if oldSelf is not used in rule"))
    return problems


def _message(rule, declared, path, context, limited):
    from kubectl_lite.api.structural import rules
    from kubectl_lite.machinery.cel import types
    if not rule.get("messageExpression"):
        return []
    program, trouble = rules.compiled(rule["messageExpression"], declared, rule.get("optionalOldSelf"), types.STRING)
    if trouble:
        return [field.invalid(path, internal_form.rule(rule), trouble)]
    return _priced(rules.estimated(program, declared), "estimated messageExpression cost", path, context, limited)


def _priced(cost, what, path, context, limited):
    context.totals.observe(path, cost)
    if limited and cost > definition_cost.LIMIT:
        return [field.forbidden(path, definition_cost.excess(what, cost, definition_cost.LIMIT))]
    return []
