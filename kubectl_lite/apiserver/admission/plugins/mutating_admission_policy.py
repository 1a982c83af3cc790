"""MutatingAdmissionPolicy: expressions that change a write: an ApplyConfiguration merged by the schema, or a JSON patch."""
from __future__ import annotations

import copy

from kubectl_lite.apiserver import ownership
from kubectl_lite.apiserver.admission import equivalents, policies, rewriting
from kubectl_lite.apiserver.admission.policies import Problem
from kubectl_lite.machinery import cel
from kubectl_lite.machinery.managedfields.typed import Misfit
from kubectl_lite.machinery.patch import json as jsonpatch
from kubectl_lite.machinery.patch.errors import PatchError, TestFailed


def admit(attributes) -> None:
    """Apply every mutation of every policy that concerns the write, in order; in a second round those that want it (reinvocationPolicy)."""
    found = list(policies.invocations(attributes, "MutatingAdmissionPolicy"))
    if not found:
        return
    problems = [one for one in found if isinstance(one, Problem)]
    rounds = attributes.reinvocation.of("MutatingAdmissionPolicy")
    rounds.begin(attributes.obj)
    for invocation in found:
        if not isinstance(invocation, Problem) and not rounds.skips(invocation.identity):
            changed = _invoke(attributes, invocation, problems)
            rounds.called(invocation.identity, changed, invocation.policy["spec"].get("reinvocationPolicy") == "IfNeeded")
    rounds.end(attributes.obj)
    refused = [problem for problem in problems if problem.counts]
    if refused:
        raise _refusal(attributes, refused)


def _invoke(attributes, invocation, problems):
    """Whether the policy changed the object; a mutation that fails leaves it to the next one."""
    changed = False
    try:
        if attributes.obj is None or not invocation.matches_conditions():
            return False
    except cel.EvaluationError as e:
        problems.append(Problem(invocation.policy, invocation.binding, str(e), "Invalid"))
        return False
    for mutation in invocation.policy["spec"].get("mutations") or []:
        try:
            changed = _mutate(attributes, invocation, mutation) or changed
        except _Failed as e:
            problems.append(Problem(invocation.policy, invocation.binding, str(e), "Invalid"))
    return changed


class _Failed(Exception):
    """A mutation that cannot be made."""


def _mutate(attributes, invocation, mutation):
    seen = invocation.attributes
    before = copy.deepcopy(seen.obj)
    if mutation["patchType"] == "JSONPatch":
        patched = _json_patched(seen.obj, _value(invocation, mutation["jsonPatch"]["expression"]))
    else:
        patched = _merged(attributes, seen, _plain(_value(invocation, mutation["applyConfiguration"]["expression"])))
    changed = rewriting.settle(attributes, seen, rewriting.typed(seen, patched), before)
    invocation.see(equivalents.seen(attributes, seen.resource))
    return changed


def _value(invocation, expression):
    try:
        return invocation.evaluate(expression, True)
    except (cel.CompileError, cel.EvaluationError) as e:
        raise _Failed(policies.resulted_in(expression, e)) from None


def _json_patched(obj, operations):
    """The object after a JSON patch; a test in it that fails leaves it as it was."""
    try:
        return jsonpatch.apply(obj, [dict(operation) for operation in operations])
    except TestFailed:
        return obj
    except PatchError as e:
        raise _Failed(f"JSONPath: {e}") from None


def _merged(attributes, seen, configuration):
    """The object with a configuration merged over it, in which nothing may stand that is replaced as a whole."""
    whole = {"apiVersion": seen.obj.get("apiVersion", ""), "kind": seen.obj.get("kind", ""), **configuration}
    try:
        atomic = ownership.atomics(attributes.scope, seen.resource, whole)
    except Misfit as e:
        raise _Failed(f"error applying patch: failed to convert patch object to typed object: {e}") from None
    if atomic:
        raise _Failed(f"error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {', '.join(atomic)}")
    return ownership.merged(attributes.scope, seen.resource, seen.obj, whole)


def _plain(value):
    """A struct value as plain dictionaries."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _refusal(attributes, problems):
    """The Forbidden with every problem; its sentence and its reason are those of the first."""
    error = attributes.forbidden("admission request denied by policy")
    texts = [_sentence(problem) for problem in problems]
    error.status["message"], error.status["reason"] = texts[0], problems[0].reason or error.status["reason"]
    error.status["details"]["causes"] = [{"message": text} for text in texts]
    return error


def _sentence(problem):
    name = problem.policy["metadata"]["name"]
    if problem.binding is None:
        return f'policy "{name}" denied request: {problem.text}'
    return f"policy '{name}' with binding '{problem.binding['metadata']['name']}' denied request: {problem.text}"
