"""ValidatingAdmissionPolicy: expressions that a write must satisfy; a binding says whether a failure denies, warns or is only audited."""
from __future__ import annotations

import json

from kubectl_lite.apiserver.admission import policies
from kubectl_lite.machinery import cel, errors

MESSAGE_MAX, ANNOTATION_MAX = 5 * 1024, 10 * 1024
FAILURE = "validation.policy.admission.k8s.io/validation_failure"
# reason of a validation: HTTP status
CODES = {"Unauthorized": 401, "Forbidden": 403, "Invalid": 422, "RequestEntityTooLarge": 413}


def validate(attributes) -> None:
    """Evaluate every policy that concerns the write; all failures are found before the first one denies."""
    denied: list = []
    notes: dict = {}
    for found in policies.invocations(attributes, "ValidatingAdmissionPolicy"):
        if isinstance(found, policies.Problem):
            denied += [(_sentence(found.policy, found.binding, found.text), "Invalid")] if found.counts else []
        else:
            _judge(attributes, found, denied, notes)
    for key, values in notes.items():
        attributes.scope.annotate(key, ", ".join(values))
    if denied:
        raise _denial(attributes, *denied[0])


def _judge(attributes, invocation, denied, notes):
    try:
        if not invocation.matches_conditions():
            return
    except cel.EvaluationError as e:
        _act(attributes, invocation, [(0, str(e), "Invalid")] if policies.fails(invocation.policy) else [], denied)
        return
    _act(attributes, invocation, _outcome(invocation), denied)
    _annotate(invocation, denied, notes)


def _sentence(policy, binding, text):
    through = f" with binding '{binding['metadata']['name']}'" if binding else ""
    return f"ValidatingAdmissionPolicy '{policy['metadata']['name']}'{through} denied request: {text}"


def _outcome(invocation):
    """The failures of a policy, or the one that it cost too much."""
    try:
        return list(_failures(invocation))
    except policies.OutOfBudget as e:
        return [(0, str(e), "Invalid")] if policies.fails(invocation.policy) else []


def _failures(invocation):
    """(index, message, reason) of every validation that does not hold."""
    for i, validation in enumerate(invocation.policy["spec"].get("validations") or []):
        try:
            if invocation.evaluate(validation["expression"]) is not True:
                yield i, _message(invocation, validation), validation.get("reason", "Invalid")
        except policies.OutOfBudget:
            raise
        except (cel.CompileError, cel.EvaluationError) as e:
            if policies.fails(invocation.policy):
                yield i, policies.resulted_in(validation["expression"], e), "Invalid"


def _message(invocation, validation):
    if validation.get("messageExpression"):
        try:
            text = invocation.evaluate(validation["messageExpression"])
            if isinstance(text, str) and text.strip() and len(text) <= MESSAGE_MAX and "\n" not in text.strip():
                return text.strip()
        except (cel.CompileError, cel.EvaluationError):
            pass  # as Kubernetes does: the message falls back
    return (validation.get("message") or "").strip() or f"failed expression: {validation['expression'].strip()}"


def _act(attributes, invocation, failures, denied):
    actions = invocation.binding["spec"].get("validationActions") or ["Deny"]
    for index, message, reason in failures:
        if "Deny" in actions:
            denied.append((_sentence(invocation.policy, invocation.binding, message), reason))
        if "Audit" in actions:
            found = {"message": message, "policy": invocation.name, "binding": invocation.binding_name, "expressionIndex": index, "validationActions": actions}
            attributes.scope.annotate(FAILURE, json.dumps([found], separators=(",", ":"), ensure_ascii=False))
        if "Warn" in actions:
            attributes.scope.warn(f"Validation failed for ValidatingAdmissionPolicy '{invocation.name}' with binding '{invocation.binding_name}': {message}")


def _annotate(invocation, denied, notes):
    """The policy's own audit annotations, each value once; what cannot be evaluated denies as the failure policy says."""
    for annotation in invocation.policy["spec"].get("auditAnnotations") or ():
        try:
            value = invocation.evaluate(annotation["valueExpression"])
        except (cel.CompileError, cel.EvaluationError) as e:
            if policies.fails(invocation.policy):
                denied.append((_sentence(invocation.policy, invocation.binding, policies.resulted_in(annotation["valueExpression"], e)), "Invalid"))
            continue
        key, text = f"{invocation.name}/{annotation['key']}", (value or "").strip()[:ANNOTATION_MAX]
        if text and text not in notes.get(key, ()):
            notes.setdefault(key, []).append(text)


def _denial(attributes, message, reason):
    """The refusal; its kind in the details is the resource, as Kubernetes has it."""
    resource, name = attributes.resource, attributes.name
    details = {"name": name, "kind": resource.name, "causes": [{"message": message}]}
    if resource.group:
        details["group"] = resource.group
    text = f'{resource.group_resource} "{name}" is forbidden: {message}'
    return errors.ApiError(errors.status(CODES.get(reason, 422), reason, text, details))
