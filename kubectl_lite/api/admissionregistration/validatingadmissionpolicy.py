"""ValidatingAdmissionPolicy: defaults and validation, its expressions included."""
from __future__ import annotations

from kubectl_lite.api import expressions
from kubectl_lite.api.admissionregistration import policies
from kubectl_lite.api.admissionregistration.policies import SPEC
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.cel import types

ALLOW_UNCONDITIONAL_UPDATE = False
HAS_GENERATION = True
KUBE_FINALIZERS = False
REASONS = ("Forbidden", "Invalid", "RequestEntityTooLarge")
NOTHING = "validations or auditAnnotations must contain at least one item"
MAX_ANNOTATIONS, MAX_VALUE = 20, 5 * 1024


def default(obj):
    policies.default_policy(obj.setdefault("spec", {}))


def prepare_for_create(obj):
    obj["status"] = {}


def validate(obj):
    spec = obj.get("spec") or {}
    problems = policies.head(spec)
    bad, known = policies.variables(spec)
    problems += bad
    validations, annotations = spec.get("validations") or (), spec.get("auditAnnotations") or ()
    if not validations and not annotations:
        return problems + [field.required(SPEC / name, NOTHING) for name in ("validations", "auditAnnotations")]
    env = expressions.environment(spec.get("paramKind") is not None, known if spec.get("variables") else None)
    for i, validation in enumerate(validations):
        problems += _validation(validation, (SPEC / "validations").index(i), env, spec, known)
    if len(annotations) > MAX_ANNOTATIONS:
        problems.append(field.invalid(SPEC / "auditAnnotations", list(annotations), f"must not have more than {MAX_ANNOTATIONS} auditAnnotations"))
    for i, annotation in enumerate(annotations):
        problems += _annotation(annotation, (SPEC / "auditAnnotations").index(i), env, obj["metadata"].get("name") or "")
    keys = [a.get("key") for a in annotations]
    return problems + [field.duplicate((SPEC / "auditAnnotations").index(i) / "key", k) for i, k in enumerate(keys) if k in keys[:i]]


def _validation(validation, path, env, spec, known):
    expression, message = validation.get("expression") or "", validation.get("message") or ""
    problems = expressions.problem(path / "expression", expression, env, types.BOOL)
    text_ = validation.get("messageExpression") or ""
    if text_ and not text_.strip():
        problems.append(field.invalid(path / "messageExpression", text_, "must be non-empty if specified"))
    elif text_:
        without = expressions.environment(spec.get("paramKind") is not None, known if spec.get("variables") else None, authorizer=False)
        problems += expressions.problem(path / "messageExpression", text_, without, types.STRING)
    if message and not message.strip():
        problems.append(field.invalid(path / "message", message, "message must be non-empty if specified"))
    elif "\n" in message.strip():
        problems.append(field.invalid(path / "message", message, "must not contain line breaks"))
    elif "\n" in expression.strip() and not message.strip():
        problems.append(field.required(path / "message", "message must be specified if expression contains line breaks"))
    return problems + text.one_of(validation.get("reason"), REASONS, path / "reason")


def _annotation(annotation, path, env, name):
    key, value = annotation.get("key") or "", annotation.get("valueExpression") or ""
    if name:
        problems = text.each(names.label_key(f"{name}/{key}"), key, path / "key")
    else:
        problems = [field.invalid(path / "key", key, "requires metadata.name be non-empty")]
    if not value.strip():
        problems.append(field.required(path / "valueExpression", "valueExpression is not specified"))
    elif len(value) > MAX_VALUE:
        problems.append(field.required(path / "valueExpression", f"must not exceed {MAX_VALUE} bytes in length"))
    else:
        detail = expressions.compiled(value, env)[1]
        problems += [field.invalid(path / "valueExpression", value.strip(), detail)] if detail else []
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, kube_finalizers=False) + validate(obj)
