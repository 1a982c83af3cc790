"""x-kubernetes-validations in a schema: each rule is there, its message is one line, its expression compiles."""
from __future__ import annotations

from kubectl_lite.api.apiextensions import internal_form
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

RULES = "x-kubernetes-validations"
REASONS = ("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired")
MAX_MESSAGE = 2048


def check(schema: dict, path: Path, root: bool) -> list:
    """The field errors of the rules of one schema."""
    from kubectl_lite.api.structural import rules
    problems, at = [], path / RULES
    if not schema.get("type") and not schema.get("x-kubernetes-int-or-string") and not schema.get("x-kubernetes-preserve-unknown-fields"):
        problems.append(field.required(path / "type", "must not be empty if x-kubernetes-validations is set"))
    seen = rules.rooted(schema) if root else schema
    for i, rule in enumerate(schema[RULES]):
        problems += _rule(rule, seen, at.index(i))
    return problems


def _rule(rule, schema, path):
    problems, text = [], rule.get("rule") or ""
    if not text.strip():
        problems.append(field.required(path / "rule", "rule is not specified"))
    else:
        problems += _compiles(rule, text, schema, path / "rule", False)
    problems += _message(rule.get("message"), text, path / "message")
    expression = rule.get("messageExpression")
    if expression is not None and not expression.strip():
        problems.append(field.required(path / "messageExpression", "messageExpression must be non-empty if specified"))
    elif expression:
        problems += _compiles(rule, expression, schema, path / "messageExpression", True)
    if rule.get("reason") is not None and rule["reason"] not in REASONS:
        problems.append(field.not_supported(path / "reason", rule["reason"], REASONS))
    return problems


def _message(message, rule, path):
    if message is None:
        return [field.required(path, "message must be specified if rule contains line breaks")] if "\n" in rule.strip() else []
    if message and not message.strip():
        return [field.invalid(path, message, "message must be non-empty if specified")]
    problems = [field.invalid(path, message, "message must not contain line breaks")] if "\n" in message else []
    return problems + ([field.too_long(path, MAX_MESSAGE)] if len(message.encode()) > MAX_MESSAGE else [])


def _compiles(rule, expression, schema, path, message):
    from kubectl_lite.api.structural import rules
    from kubectl_lite.machinery.cel import types
    problem = rules.compile_problem(expression, schema, bool(rule.get("optionalOldSelf")), types.STRING if message else types.BOOL)
    return [field.invalid(path, internal_form.rule(rule), problem)] if problem else []
