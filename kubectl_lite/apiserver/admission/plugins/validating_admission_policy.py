"""ValidatingAdmissionPolicy: expressions that a write must satisfy; a binding says whether a failure denies, warns or is only audited."""
from __future__ import annotations

from kubectl_lite.apiserver.admission import policies
from kubectl_lite.machinery import cel, errors

MESSAGE_MAX = 5 * 1024
# reason of a validation: HTTP status
CODES = {"Unauthorized": 401, "Forbidden": 403, "Invalid": 422, "RequestEntityTooLarge": 413}


def validate(attributes) -> None:
    """Evaluate every policy that concerns the write; all failures are found before the first one denies."""
    denied = []
    try:
        for invocation in policies.invocations(attributes, "ValidatingAdmissionPolicy"):
            _act(attributes, invocation, _outcome(invocation), denied)
    except policies.MissingParams as e:
        if e.policy["spec"].get("failurePolicy", "Fail") == "Fail":
            name, binding = e.policy["metadata"]["name"], e.binding["metadata"]["name"]
            denied.append((f"ValidatingAdmissionPolicy '{name}' with binding '{binding}' denied request: {e}", "Invalid"))
    if denied:
        raise _denial(attributes, *denied[0])


def _outcome(invocation):
    """The failures of a policy, or the one that it cost too much."""
    try:
        return list(_failures(invocation))
    except policies.OutOfBudget as e:
        return [(str(e), "Invalid")] if invocation.policy["spec"].get("failurePolicy", "Fail") == "Fail" else []


def _failures(invocation):
    """(message, reason) of every validation that does not hold."""
    fails = invocation.policy["spec"].get("failurePolicy", "Fail") == "Fail"
    try:
        if not invocation.matches_conditions():
            return
    except cel.EvaluationError as e:
        if fails:
            yield str(e), "Invalid"
        return
    for validation in invocation.policy["spec"].get("validations") or []:
        try:
            if invocation.evaluate(validation["expression"]) is not True:
                yield _message(invocation, validation), validation.get("reason", "Invalid")
        except policies.OutOfBudget:
            raise
        except (cel.CompileError, cel.EvaluationError) as e:
            if fails:
                yield f"expression '{validation['expression'].strip()}' resulted in error: {e}", "Invalid"


def _message(invocation, validation):
    if validation.get("messageExpression"):
        try:
            text = invocation.evaluate(validation["messageExpression"])
            if isinstance(text, str) and text.strip() and len(text) <= MESSAGE_MAX and "\n" not in text:
                return text.strip()
        except (cel.CompileError, cel.EvaluationError):
            pass  # as Kubernetes does: the message falls back
    return (validation.get("message") or "").strip() or f"failed expression: {validation['expression'].strip()}"


def _act(attributes, invocation, failures, denied):
    name, binding = invocation.name, invocation.binding_name
    actions = invocation.binding["spec"].get("validationActions") or ["Deny"]
    for message, reason in failures:
        if "Deny" in actions:
            denied.append((f"ValidatingAdmissionPolicy '{name}' with binding '{binding}' denied request: {message}", reason))
        if "Warn" in actions:
            attributes.scope.warn(f"Validation failed for ValidatingAdmissionPolicy '{name}' with binding '{binding}': {message}")


def _denial(attributes, message, reason):
    """The refusal; its kind in the details is the resource, as Kubernetes has it."""
    resource, name = attributes.resource, attributes.name
    details = {"name": name, "kind": resource.name, "causes": [{"message": message}]}
    if resource.group:
        details["group"] = resource.group
    text = f'{resource.group_resource} "{name}" is forbidden: {message}'
    return errors.ApiError(errors.status(CODES.get(reason, 422), reason, text, details))
