"""MutatingAdmissionPolicy: defaults and validation, its expressions included."""
from __future__ import annotations

from kubectl_lite.api import expressions
from kubectl_lite.api.admissionregistration import policies
from kubectl_lite.api.admissionregistration.policies import SPEC
from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.cel import types

ALLOW_UNCONDITIONAL_UPDATE = False
HAS_GENERATION = True
KUBE_FINALIZERS = False
REINVOCATION = ("IfNeeded", "Never")
OPERATIONS = ("*", "CONNECT", "CREATE", "UPDATE")
MUTATIONS = SPEC / "mutations"

# patch type: (its field, the type its expression must have)
PATCHES = {"ApplyConfiguration": ("applyConfiguration", expressions.OBJECT), "JSONPatch": ("jsonPatch", types.list_of(expressions.JSON_PATCH))}


def default(obj):
    policies.default_policy(obj.setdefault("spec", {}))


def validate(obj):
    spec = obj.get("spec") or {}
    problems = policies.head(spec, OPERATIONS)
    bad, known = policies.variables(spec, structs=True)
    problems += bad
    if not spec.get("mutations"):
        problems.append(field.required(MUTATIONS, "mutations must contain at least one item"))
    env = expressions.environment(spec.get("paramKind") is not None, known, structs=True)
    for i, mutation in enumerate(spec.get("mutations") or ()):
        problems += _mutation(mutation, MUTATIONS.index(i), env)
    return problems + text.one_of(spec.get("reinvocationPolicy") or "", REINVOCATION, SPEC / "reinvocationPolicy", "")


def _mutation(mutation, path, env):
    kind, problems = mutation.get("patchType") or "", []
    if not kind:
        return [field.required(path / "patchType")]
    if kind not in PATCHES:
        return [field.not_supported(path / "patchType", kind, tuple(PATCHES))]
    wanted, type_ = PATCHES[kind]
    if mutation.get(wanted) is None:
        problems.append(field.required(path / wanted, f"must be specified when patchType is {kind}"))
    else:
        expression, at = mutation[wanted].get("expression") or "", path / wanted / "expression"
        problems += expressions.problem(at, expression, env, type_) if expression.strip() else [field.required(at)]
    for other, _ in PATCHES.values():
        if other != wanted and mutation.get(other) is not None:
            problems.append(field.invalid(path / other, f"{{{other}}}", f"must not be specified when patchType is {kind}"))
    return problems


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, kube_finalizers=False) + validate(obj)
