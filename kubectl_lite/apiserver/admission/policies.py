"""Admission policies and their bindings: which apply to a write, with which parameters, and how their expressions are evaluated.

Shared by ValidatingAdmissionPolicy and MutatingAdmissionPolicy.
"""
from __future__ import annotations

from kubectl_lite.api import expressions, resources
from kubectl_lite.apiserver.admission import equivalents, request
from kubectl_lite.apiserver.admission.expressions import Failed, hold
from kubectl_lite.apiserver.catalog import Catalog
from kubectl_lite.machinery import cel

GROUP = "admissionregistration.k8s.io"
BUDGET = 10_000_000  # what the expressions of one policy may cost for one write
OUT_OF_BUDGET = "validation failed due to running out of cost budget, no further validation rules will be run"


class OutOfBudget(cel.EvaluationError):
    """A policy's expressions have cost too much: nothing else of it counts."""


class Invocation:
    """One policy through one binding with one parameter object, for one write."""

    def __init__(self, attributes, policy, binding, params):
        self.attributes, self.policy, self.binding, self.params = attributes, policy, binding, params
        spec = policy["spec"]
        self.has_params = spec.get("paramKind") is not None
        self._variables = spec.get("variables") or []
        self._types = expressions.variable_types(self._variables, self.has_params)
        self._scope, self._meter = None, cel.Meter()

    @property
    def name(self) -> str:
        return self.policy["metadata"]["name"]

    @property
    def identity(self) -> tuple:
        """What tells it from the other invocations for the same write."""
        metadata = (self.params or {}).get("metadata") or {}
        return self.name, self.binding_name, metadata.get("namespace", ""), metadata.get("name", "")

    @property
    def binding_name(self) -> str:
        return self.binding["metadata"]["name"]

    def evaluate(self, text: str, structs: bool = False):
        """An expression's value; CompileError or EvaluationError when it has none."""
        try:
            return expressions.program(text, self.has_params, self._types, structs).evaluate(self.scope(), self._meter)
        finally:
            if self._meter.spent > BUDGET:
                raise OutOfBudget(OUT_OF_BUDGET)

    def scope(self) -> dict:
        """The variables, those of the policy evaluated when they are asked for and once."""
        if self._scope is None:
            self._scope = request.variables(self.attributes, self.params)
            self._scope["variables"] = _Lazy(self)
        return self._scope

    def see(self, attributes) -> None:
        """Go on with the object as it is now."""
        self.attributes = attributes
        self.scope()["object"] = attributes.obj

    def matches_conditions(self) -> bool:
        """Whether every match condition is true; an error counts as the failure policy says (raised as EvaluationError)."""
        try:
            return hold(self.policy["spec"].get("matchConditions") or (), {}, self.evaluate)
        except Failed as e:
            raise cel.EvaluationError(str(e)) from None


class _Lazy:
    """The `variables` object: each field is evaluated on first use."""

    def __init__(self, invocation):
        self._invocation, self._known = invocation, {}
        self._texts = {v["name"]: v["expression"] for v in invocation._variables}

    def has(self, name):
        return name in self._texts

    def field(self, name):
        if name not in self._texts:
            raise cel.EvaluationError(f"no such key: {name}")
        if name not in self._known:
            self._known[name] = self._value(name)
        return self._known[name]

    def _value(self, name):
        try:
            return self._invocation.evaluate(self._texts[name])
        except OutOfBudget:
            raise
        except cel.EvaluationError as e:
            raise cel.EvaluationError(f'composited variable "{name}" fails to evaluate: {e}') from None


class Problem:
    """Why a policy (or one of its bindings) cannot be used for a write; `reason` is that of the refusal it leads to, "" for the usual one."""
    __slots__ = ("policy", "binding", "text", "reason")

    def __init__(self, policy, binding, text, reason=""):
        self.policy, self.binding, self.text, self.reason = policy, binding, text, reason

    @property
    def counts(self) -> bool:
        """Whether the policy's failure policy lets it refuse the write."""
        return fails(self.policy)


def resulted_in(expression: str, error) -> str:
    """What is said of an expression that has no value; that a policy cost too much is said as it is."""
    return str(error) if isinstance(error, OutOfBudget) else f"expression '{expression.strip()}' resulted in error: {error}"


def fails(policy: dict) -> bool:
    """Whether errors of a policy refuse a write."""
    return policy["spec"].get("failurePolicy", "Fail") == "Fail"


def invocations(attributes, kind: str):
    """Every Invocation of a policy through a binding with a parameter object that applies to a write, and the Problems on the way.

    Policies and their bindings are asked in the order of their names.
    """
    if attributes.group == GROUP:
        return  # policies never concern the objects that make up admission
    policies = attributes.objects.standing(resources.find_kind(GROUP, "v1", kind))
    if not policies:
        return
    by_policy: dict = {}
    for binding in attributes.objects.standing(resources.find_kind(GROUP, "v1", f"{kind}Binding")):
        by_policy.setdefault(binding["spec"]["policyName"], []).append(binding)
    for policy in policies:
        bindings = by_policy.get(policy["metadata"]["name"])
        row = bindings and equivalents.constrained(attributes, policy["spec"].get("matchConstraints") or {})
        if row:
            yield from _through(attributes, policy, bindings, row)


def _through(attributes, policy, bindings, row):
    kind = policy["spec"].get("paramKind")
    params = kind and _find_kind(attributes, kind)
    if kind and params is None:
        yield Problem(policy, None, f"failed to configure policy: failed to find resource referenced by paramKind: '{kind['apiVersion']}, Kind={kind['kind']}'")
        return
    for binding in bindings:
        if equivalents.constrained(attributes, binding["spec"].get("matchResources") or {}) is None:
            continue
        try:
            found = _parameters(attributes, params, binding["spec"].get("paramRef"))
        except NoParams as e:
            yield Problem(policy, binding, f"failed to configure binding: {e}")
            continue
        for one in found:
            yield Invocation(equivalents.seen(attributes, row), policy, binding, one)


def _find_kind(attributes, kind):
    group, _, version = kind["apiVersion"].rpartition("/")
    return Catalog(attributes.server).find_kind(group, version, kind["kind"])


class NoParams(Exception):
    """A binding's parameters cannot be had, and it does not allow that."""


def _parameters(attributes, row, ref):
    """The parameter objects a binding selects; [None] where there are none to have (CollectParams)."""
    if row is None or not ref:
        return [None]
    namespace = ref.get("namespace") or attributes.namespace
    if row.namespaced and not namespace:
        raise NoParams("cannot use namespaced paramRef in policy binding that matches cluster-scoped resources")
    if not row.namespaced and ref.get("namespace"):
        raise NoParams("paramRef.namespace must not be provided for a cluster-scoped `paramKind`")
    found = _selected(attributes.objects, row, namespace if row.namespaced else "", ref)
    if not found and ref.get("parameterNotFoundAction") == "Deny":
        raise NoParams("no params found for policy binding with `Deny` parameterNotFoundAction")
    return found


def _selected(objects, row, namespace, ref):
    from kubectl_lite.machinery import labels
    if ref.get("name"):
        found = objects.find(row, namespace, ref["name"])
        return [found] if found else []
    return [o for o in objects.list(row, namespace)[0] if labels.matches_object(ref.get("selector") or {}, o["metadata"].get("labels"))]
