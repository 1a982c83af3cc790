"""MutatingAdmissionPolicy: expressions that change a write: an ApplyConfiguration merged by the schema, or a JSON patch."""
from __future__ import annotations

from kubectl_lite.apiserver import ownership
from kubectl_lite.apiserver.admission import policies
from kubectl_lite.machinery import cel
from kubectl_lite.machinery.patch import json as jsonpatch
from kubectl_lite.machinery.patch.errors import PatchError


def admit(attributes) -> None:
    """Apply every mutation of every policy that concerns the write, in order."""
    try:
        for invocation in policies.invocations(attributes, "MutatingAdmissionPolicy"):
            _invoke(attributes, invocation)
    except policies.MissingParams as e:
        if e.policy["spec"].get("failurePolicy", "Fail") == "Fail":
            raise _failed(attributes, e.policy, e.binding, str(e)) from None


def _invoke(attributes, invocation):
    try:
        if not invocation.matches_conditions():
            return
        for mutation in invocation.policy["spec"].get("mutations") or []:
            _mutate(attributes, invocation, mutation)
            invocation.scope()["object"] = attributes.obj
    except (cel.CompileError, cel.EvaluationError, PatchError) as e:
        if invocation.policy["spec"].get("failurePolicy", "Fail") == "Fail":
            raise _failed(attributes, invocation.policy, invocation.binding, str(e)) from None


def _mutate(attributes, invocation, mutation):
    if mutation["patchType"] == "JSONPatch":
        operations = invocation.evaluate(mutation["jsonPatch"]["expression"], True)
        changed = jsonpatch.apply(attributes.obj, [dict(operation) for operation in operations])
    else:
        configuration = invocation.evaluate(mutation["applyConfiguration"]["expression"], True)
        changed = ownership.merged(attributes.scope, attributes.obj, _plain(configuration))
    attributes.obj.clear()
    attributes.obj.update(changed)


def _plain(value):
    """A struct value as plain dictionaries."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _failed(attributes, policy, binding, why):
    return attributes.forbidden(f"policy '{policy['metadata']['name']}' with binding '{binding['metadata']['name']}' denied request: {why}")
