"""IngressClass: a controller's name and where its parameters are."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, references, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC = Path("spec")
PARAMETERS = SPEC / "parameters"
MAX_CONTROLLER = 250


def default(obj):
    parameters = (obj.get("spec") or {}).get("parameters")
    if parameters is not None and parameters.get("scope") is None:
        parameters["scope"] = "Cluster"


def validate(obj):
    spec = obj.get("spec") or {}
    controller, path = spec.get("controller") or "", SPEC / "controller"
    problems = [field.too_long(path, MAX_CONTROLLER)] if names.size(controller) > MAX_CONTROLLER else []
    problems += text.domain_prefixed_path(controller, path)
    return problems + _parameters(spec.get("parameters"))


def _parameters(parameters):
    if parameters is None:
        return []
    problems, scope, namespace = references.typed_local(parameters, PARAMETERS), parameters.get("scope"), parameters.get("namespace")
    if scope is None:
        return problems + [field.required(PARAMETERS / "scope")]
    if scope not in ("Cluster", "Namespace"):
        problems.append(field.not_supported(PARAMETERS / "scope", scope, ("Cluster", "Namespace")))
    if scope == "Namespace":
        if namespace is None:
            problems.append(field.required(PARAMETERS / "namespace", "`parameters.scope` is set to 'Namespace'"))
        else:
            problems += text.dns_label(namespace, PARAMETERS / "namespace")
    if scope == "Cluster" and namespace is not None:
        problems.append(field.forbidden(PARAMETERS / "namespace", "`parameters.scope` is set to 'Cluster'"))
    return problems


def validate_update(obj, old):
    new, was = (obj.get("spec") or {}).get("controller", ""), (old.get("spec") or {}).get("controller", "")
    return text.immutable(new, was, SPEC / "controller") + meta.validate_meta(obj["metadata"], False) + validate(obj)
