"""OpenAPI v2: one document of everything that is served, made from the v3 documents of the group versions.

Mirrors what kube-openapi and apiextensions-apiserver leave out of v2: alternatives, nullable values and defaults of custom resources.
"""
from __future__ import annotations

from kubectl_lite.apiserver import openapi

V3_REF, V2_REF = "#/components/schemas/", "#/definitions/"
NOT_IN_V2 = ("oneOf", "anyOf", "not", "nullable", "x-kubernetes-validations")
OPAQUE = ("x-kubernetes-preserve-unknown-fields", "nullable")   # what a v2 schema can only say by saying nothing


def document(server) -> dict:
    """/openapi/v2."""
    paths, definitions = {}, {}
    for part in openapi.documents(server):
        paths.update({path: {method: _operation(operation) for method, operation in methods.items()} for path, methods in part["paths"].items()})
        definitions.update({name: _schema(value) for name, value in part["components"]["schemas"].items() if name not in definitions})
    return {"swagger": "2.0", "info": {"title": "Kubernetes", "version": "v1.36.0"},
            "paths": {path: paths[path] for path in sorted(paths)}, "definitions": {name: definitions[name] for name in sorted(definitions)}}


def _operation(operation: dict) -> dict:
    parameters = [{**{k: v for k, v in parameter.items() if k != "schema"}, **parameter["schema"]} for parameter in operation.get("parameters", ())]
    return {**operation, "parameters": parameters} if parameters else operation


def _schema(schema: dict) -> dict:
    """A v3 schema in v2's words."""
    opaque = any(schema.get(key) for key in OPAQUE)
    out = {}
    for key, value in schema.items():
        if key == "allOf" and len(value) == 1 and "$ref" in value[0]:
            out["$ref"] = value[0]["$ref"].replace(V3_REF, V2_REF)
        elif key in NOT_IN_V2 or opaque and key in ("type", "properties", "items", "additionalProperties"):
            continue
        elif key == "properties":
            out[key] = {name: _schema(item) for name, item in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            out[key] = _schema(value)
        else:
            out[key] = value
    return out
