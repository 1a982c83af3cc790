"""Columns of admission policy bindings, validating and mutating: print{Validating,Mutating}AdmissionPolicyBinding."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("PolicyName", "string", "", 0),
    ("ParamRef", "string", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    return [obj["metadata"]["name"], spec.get("policyName", ""), _param(spec.get("paramRef")), age(obj, now)]


def _param(ref: dict | None) -> str:
    if ref and ref.get("name"):
        return f"{ref.get('namespace') or '*'}/{ref['name']}"
    return _go_selector(ref["selector"]) if ref and ref.get("selector") is not None else "<unset>"


def _go_selector(selector: dict) -> str:
    """LabelSelector.String(): the text that generated Go code gives the struct."""
    labels = selector.get("matchLabels") or {}
    pairs = "".join(f"{key}: {labels[key]}," for key in sorted(labels))
    terms = "".join("LabelSelectorRequirement{Key:%s,Operator:%s,Values:[%s],}," % (t["key"], t["operator"], " ".join(t.get("values") or ()))
                    for t in selector.get("matchExpressions") or ())
    return "&LabelSelector{MatchLabels:map[string]string{%s},MatchExpressions:[]LabelSelectorRequirement{%s},}" % (pairs, terms)
