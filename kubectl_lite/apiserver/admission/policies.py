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


def invocations(attributes, kind: str):
    """Every (policy, binding, params) that applies to a write, in the order of the bindings' names."""
    if attributes.group == GROUP:
        return  # policies never concern the objects that make up admission
    objects = attributes.objects
    for binding in objects.standing(resources.find_kind(GROUP, "v1", f"{kind}Binding")):
        policy = objects.find(resources.find_kind(GROUP, "v1", kind), "", binding["spec"]["policyName"])
        row = policy and equivalents.constrained(attributes, policy["spec"].get("matchConstraints") or {})
        if not row or equivalents.constrained(attributes, binding["spec"].get("matchResources") or {}) is None:
            continue
        for params in _parameters(attributes, policy, binding):
            yield Invocation(equivalents.seen(attributes, row), policy, binding, params)


class MissingParams(Exception):
    """A binding's parameters are not there and it does not allow that."""

    def __init__(self, policy, binding, why):
        super().__init__(why)
        self.policy, self.binding = policy, binding


def _parameters(attributes, policy, binding):
    """The parameter objects a binding selects; [None] where there are none to have."""
    kind, ref = policy["spec"].get("paramKind"), binding["spec"].get("paramRef")
    if not kind or not ref:
        return [None]
    group, _, version = kind["apiVersion"].rpartition("/")
    row = Catalog(attributes.server).find_kind(group, version, kind["kind"])
    if row is None:
        raise MissingParams(policy, binding, f"failed to find resource referenced by paramKind: '{kind['apiVersion']}, Kind={kind['kind']}'")
    namespace = (ref.get("namespace") or attributes.namespace) if row.namespaced else ""
    found = _selected(attributes.objects, row, namespace, ref)
    if found:
        return found
    if ref.get("parameterNotFoundAction") == "Allow":
        return []
    raise MissingParams(policy, binding, "no params found for policy binding with `Deny` parameterNotFoundAction")


def _selected(objects, row, namespace, ref):
    from kubectl_lite.machinery import labels
    if ref.get("name"):
        found = objects.find(row, namespace, ref["name"])
        return [found] if found else []
    return [o for o in objects.list(row, namespace)[0] if labels.matches_object(ref.get("selector") or {}, o["metadata"].get("labels"))]
