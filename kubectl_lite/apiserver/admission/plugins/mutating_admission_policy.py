"""MutatingAdmissionPolicy: expressions that change a write: an ApplyConfiguration merged by the schema, or a JSON patch."""
from __future__ import annotations

import copy

from kubectl_lite.apiserver import ownership
from kubectl_lite.apiserver.admission import equivalents, policies, rewriting
from kubectl_lite.machinery import cel
from kubectl_lite.machinery.patch import json as jsonpatch
from kubectl_lite.machinery.patch.errors import PatchError


def admit(attributes) -> None:
    """Apply every mutation of every policy that concerns the write, in order; in a second round those that want it (reinvocationPolicy)."""
    try:
        rounds = None
        for invocation in policies.invocations(attributes, "MutatingAdmissionPolicy"):
            if rounds is None:
                rounds = attributes.reinvocation.of("MutatingAdmissionPolicy")
                rounds.begin(attributes.obj)
            if not rounds.skips(invocation.identity):
                changed = _invoke(attributes, invocation)
                rounds.called(invocation.identity, changed, invocation.policy["spec"].get("reinvocationPolicy") == "IfNeeded")
        if rounds is not None:
            rounds.end(attributes.obj)
    except policies.MissingParams as e:
        if e.policy["spec"].get("failurePolicy", "Fail") == "Fail":
            raise _failed(attributes, e.policy, e.binding, str(e)) from None


def _invoke(attributes, invocation):
    """Whether the policy changed the object."""
    changed = False
    try:
        if not invocation.matches_conditions():
            return False
        for mutation in invocation.policy["spec"].get("mutations") or []:
            changed = _mutate(attributes, invocation, mutation) or changed
    except (cel.CompileError, cel.EvaluationError, PatchError) as e:
        if invocation.policy["spec"].get("failurePolicy", "Fail") == "Fail":
            raise _failed(attributes, invocation.policy, invocation.binding, str(e)) from None
    return changed


def _mutate(attributes, invocation, mutation):
    seen = invocation.attributes
    before = copy.deepcopy(seen.obj)
    if mutation["patchType"] == "JSONPatch":
        operations = invocation.evaluate(mutation["jsonPatch"]["expression"], True)
        patched = jsonpatch.apply(seen.obj, [dict(operation) for operation in operations])
    else:
        configuration = invocation.evaluate(mutation["applyConfiguration"]["expression"], True)
        patched = ownership.merged(attributes.scope, seen.resource, seen.obj, _plain(configuration))
    changed = rewriting.settle(attributes, seen, rewriting.typed(seen, patched), before)
    invocation.see(equivalents.seen(attributes, seen.resource))
    return changed


def _plain(value):
    """A struct value as plain dictionaries."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _failed(attributes, policy, binding, why):
    return attributes.forbidden(f"policy '{policy['metadata']['name']}' with binding '{binding['metadata']['name']}' denied request: {why}")
