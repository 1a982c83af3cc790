"""What the expressions of a ValidatingAdmissionPolicy get wrong about the kinds that it matches: the warnings of its status.

Pure functions; who asks hands in what is served. Admission itself takes objects as they come, so a warning changes nothing. Mirrors apiserver's TypeChecker.
"""
from __future__ import annotations

from itertools import product

from kubectl_lite.api import expressions, schema
from kubectl_lite.api.structural import declared
from kubectl_lite.machinery import cel
from kubectl_lite.machinery.cel import types as t

MOST_KINDS = 10
OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
STRING = {"type": "string"}


def warnings(policy: dict, kind_of, schema_of) -> list[dict]:
    """The expression warnings of a policy.

    `kind_of(group, version, resource)` is the kind that is served there or None, `schema_of(api_version, kind)` the JSON schema of a kind or None.
    """
    spec, found = policy.get("spec") or {}, []
    checked = [(kind, declared.declare(json)) for kind in kinds(spec, kind_of) if (json := schema_of(*kind)) is not None]
    params = _params(spec, schema_of)
    for i, validation in enumerate(spec.get("validations") or ()):
        for key in ("expression", "messageExpression"):
            texts = [text for kind, declaration in checked if (text := _issue(validation.get(key), kind, _environment(declaration, params, spec)))]
            if texts:
                found.append({"fieldRef": f"spec.validations[{i}].{key}", "warning": "\n".join(texts)})
    return found


def kinds(spec: dict, kind_of) -> list[tuple[str, str]]:
    """(apiVersion, kind) of what the rules match, in order; rules with wildcards are left out."""
    found: set = set()
    for rule in (spec.get("matchConstraints") or {}).get("resourceRules") or ():
        groups, versions = rule.get("apiGroups") or (), rule.get("apiVersions") or ()
        if any("*" in name for name in (*groups, *versions)):
            continue
        resources = [name for name in rule.get("resources") or () if "*" not in name and "/" not in name]
        for group, version, resource in product(sorted(groups), sorted(versions), sorted(resources)):
            kind = kind_of(group, version, resource)
            if kind and len(found) < MOST_KINDS:
                found.add((group, version, kind))
    return [(f"{group}/{version}" if group else version, kind) for group, version, kind in sorted(found)]


def _params(spec, schema_of):
    wanted = spec.get("paramKind")
    json = schema_of(wanted.get("apiVersion", ""), wanted.get("kind", "")) if wanted else None
    return None if json is None else declared.declare(json)


def _environment(declaration, params, spec):
    """The types that expressions about one kind see; a variable that does not compile is of any type."""
    known = {"object": declaration.type, "oldObject": declaration.type, "request": expressions.REQUEST, "namespaceObject": expressions.NAMESPACE,
             "authorizer": t.AUTHORIZER}
    if params is not None:
        known["params"] = params.type
    variables: dict = {}
    for variable in spec.get("variables") or ():
        env = cel.Env({**known, "variables": t.object_of("kubernetes.variables", dict(variables))})
        program, _trouble = expressions.compiled(variable["expression"], env)
        variables[variable["name"]] = program.type if program else t.DYN
    return cel.Env({**known, "variables": t.object_of("kubernetes.variables", variables)})


def _issue(expression, kind, env):
    if not expression:
        return ""
    try:
        cel.compile(expression, env)
    except cel.CompileError as problem:
        api_version, name = kind
        return f"{api_version if '/' in api_version else '/' + api_version}, Kind={name}: {problem}\n"
    return ""


def built_in(api_version: str, kind: str) -> dict | None:
    """The JSON schema of a built-in kind, None for others."""
    name = schema.for_kind(api_version, kind)
    return _schema({"ref": name}, ()) if name else None


def custom(found: dict) -> dict:
    """The JSON schema of a custom resource, whose metadata is that of all objects."""
    meta = _schema({"ref": OBJECT_META}, ())
    return {**found, "type": "object", "properties": {**(found.get("properties") or {}), "apiVersion": STRING, "kind": STRING, "metadata": meta}}


def _schema(facts, inside):
    """The JSON schema of a field; what contains itself is an object of which nothing is known there."""
    name = facts.get("ref")
    if name in inside:
        return {"type": "object"}
    if name:
        facts, inside = schema.definition(name), (*inside, name)
    if facts.get("format") == "int-or-string":
        return {declared.INT_OR_STRING: True}
    made = {key: facts[key] for key in ("type", "format") if key in facts}
    if "items" in facts:
        made["items"] = _schema(facts["items"], inside)
    if "values" in facts:
        made["additionalProperties"] = _schema(facts["values"], inside)
    if "fields" in facts:
        made["properties"] = {key: _schema(below, inside) for key, below in facts["fields"].items()}
    return made
