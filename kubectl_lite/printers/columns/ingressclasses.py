"""Columns of ingress classes: printIngressClass."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

DEFAULT = "ingressclass.kubernetes.io/is-default-class"
COLUMNS = (
    ("Name", "string", "name", 0),
    ("Controller", "string", "", 0),
    ("Parameters", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    name, annotations = obj["metadata"]["name"], obj["metadata"].get("annotations") or {}
    name += " (default)" if annotations.get(DEFAULT) == "true" else ""
    return [name, spec.get("controller", ""), _parameters(spec.get("parameters")), age(obj, now)]


def _parameters(parameters: dict | None) -> str:
    if not parameters:
        return "<none>"
    group = parameters.get("apiGroup")
    return f"{parameters['kind']}{'.' + group if group is not None else ''}/{parameters['name']}"
