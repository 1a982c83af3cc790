"""The expressions of admission policies and webhooks: what they may refer to, and the problems of those that do not compile.

Shared by the validation of the kinds (compile errors as field errors) and the admission plug-ins (evaluation).
"""
from __future__ import annotations

from functools import lru_cache

from kubectl_lite.machinery import cel, field
from kubectl_lite.machinery.cel import types as t

_GVK = t.object_of("kubernetes.GroupVersionKind", {"group": t.STRING, "version": t.STRING, "kind": t.STRING})
_GVR = t.object_of("kubernetes.GroupVersionResource", {"group": t.STRING, "version": t.STRING, "resource": t.STRING})
_USER = t.object_of("kubernetes.UserInfo", {"username": t.STRING, "uid": t.STRING, "groups": t.list_of(t.STRING), "extra": t.map_of(t.STRING, t.list_of(t.STRING))})
REQUEST = t.object_of("kubernetes.AdmissionRequest", {
    "kind": _GVK, "resource": _GVR, "subResource": t.STRING, "requestKind": _GVK, "requestResource": _GVR, "requestSubResource": t.STRING,
    "name": t.STRING, "namespace": t.STRING, "operation": t.STRING, "userInfo": _USER, "dryRun": t.BOOL, "options": t.DYN})
_METADATA = t.object_of("kubernetes.NamespaceMetadata", {
    "name": t.STRING, "generateName": t.STRING, "namespace": t.STRING, "labels": t.map_of(t.STRING, t.STRING), "annotations": t.map_of(t.STRING, t.STRING),
    "UID": t.STRING, "creationTimestamp": t.TIMESTAMP, "deletionGracePeriodSeconds": t.INT, "deletionTimestamp": t.TIMESTAMP, "generation": t.INT,
    "resourceVersion": t.STRING, "finalizers": t.list_of(t.STRING)})
NAMESPACE = t.object_of("kubernetes.Namespace", {
    "metadata": _METADATA, "spec": t.object_of("kubernetes.NamespaceSpec", {"finalizers": t.list_of(t.STRING)}),
    "status": t.object_of("kubernetes.NamespaceStatus", {"phase": t.STRING})})
JSON_PATCH = t.object_of("JSONPatch", {"op": t.STRING, "path": t.STRING, "from": t.STRING, "value": t.DYN})
OBJECT = t.Type("Object")
STRUCTS = {"JSONPatch": JSON_PATCH, "Object": OBJECT}


def environment(params: bool, variables: dict | None = None, structs: bool = False, authorizer: bool = True) -> cel.Env:
    """What an expression may refer to. `variables` (name -> Type) are those of the policy so far; None: it has none at all."""
    known = {"object": t.DYN, "oldObject": t.DYN, "request": REQUEST, "namespaceObject": NAMESPACE}
    if authorizer:
        known.update({"authorizer": t.AUTHORIZER, "authorizer.requestResource": t.RESOURCE_CHECK})
    if params:
        known["params"] = t.DYN
    if variables is not None:
        known["variables"] = t.object_of("kubernetes.variables", dict(variables))
    return cel.Env(known, STRUCTS if structs else None, ("jsonpatch",) if structs else ())


def compiled(text: str, env: cel.Env, wanted: t.Type | None = None) -> tuple[cel.Program | None, str]:
    """(program, "") or (None, the detail of the field error). `wanted` is the type the expression must have."""
    try:
        program = cel.compile(text.strip(), env)
    except cel.CompileError as e:
        return None, f"compilation failed: {e}"
    if wanted is not None and program.type != wanted:
        return None, f"must evaluate to {wanted} but got {program.type}"
    return program, ""


def problem(path, text: str, env: cel.Env, wanted: t.Type | None = None) -> list:
    """The field errors of an expression that must be there and compile."""
    if not text or not text.strip():
        return [field.required(path, "expression is not specified")]
    detail = compiled(text, env, wanted)[1]
    return [field.invalid(path, text.strip(), detail)] if detail else []


@lru_cache(maxsize=512)
def program(text: str, params: bool, variables: tuple = (), structs: bool = False) -> cel.Program:
    """A stored policy's expression, compiled once; `variables` are (name, Type) pairs. CompileError when it does not compile."""
    return cel.compile(text.strip(), environment(params, dict(variables), structs))


def variable_types(variables: list[dict], params: bool) -> tuple:
    """(name, Type) of a policy's variables in order; each may refer to those before it. One that does not compile is dynamic."""
    known: list = []
    for variable in variables or ():
        found, _ = compiled(variable.get("expression", ""), environment(params, dict(known), True))
        known.append((variable.get("name", ""), found.type if found else t.DYN))
    return tuple(known)
