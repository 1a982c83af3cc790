"""LabelSelector objects: apimachinery's metav1 ValidateLabelSelector in its order and words."""
from __future__ import annotations

from kubectl_lite.api.validation import meta
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

WITH_VALUES, WITHOUT_VALUES = ("In", "NotIn"), ("Exists", "DoesNotExist")


def label_selector(selector: dict | None, path: Path, values_too: bool = True) -> list:
    """ValidateLabelSelector. `values_too` is false where invalid label values in expressions are tolerated."""
    if selector is None:
        return []
    problems = meta.labels(selector.get("matchLabels") or {}, path / "matchLabels")
    for i, given in enumerate(selector.get("matchExpressions") or ()):
        problems += requirement(given, (path / "matchExpressions").index(i), values_too)
    return problems


def requirement(given: dict, path: Path, values_too: bool = True, any_operator: bool = False) -> list:
    """ValidateLabelSelectorRequirement. `any_operator`: one that nobody knows is tolerated."""
    problems = value_count(given, path, any_operator) + meta.label_name(given.get("key", ""), path / "key")
    if values_too:
        for i, value in enumerate(given.get("values") or ()):
            problems += [field.invalid((path / "values").index(i), value, text) for text in names.label_value(value)]
    return problems


def value_count(given: dict, path: Path, any_operator: bool = False) -> list:
    """Operators that need values have some, the others none."""
    operator, values = given.get("operator", ""), given.get("values")
    if operator in WITH_VALUES:
        return [] if values else [field.required(path / "values", "must be specified when `operator` is 'In' or 'NotIn'")]
    if operator in WITHOUT_VALUES:
        return [field.forbidden(path / "values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")] if values else []
    return [] if any_operator else [field.invalid(path / "operator", operator, "not a valid selector operator")]


def is_empty(selector: dict | None) -> bool:
    """Whether a selector says nothing."""
    return not selector or not (selector.get("matchLabels") or selector.get("matchExpressions"))


def selector_value(selector: dict) -> field.Raw:
    """A LabelSelector as it is printed in a field error: matchLabels before matchExpressions, key before operator before values."""
    parts = []
    if selector.get("matchLabels"):
        parts.append('"matchLabels":' + field.go_json(selector["matchLabels"]))
    if selector.get("matchExpressions"):
        shown = []
        for e in selector["matchExpressions"]:
            text = f'{{"key":{field.go_json(e.get("key", ""))},"operator":{field.go_json(e.get("operator", ""))}'
            text += f',"values":{field.go_json(e["values"])}' if e.get("values") else ""
            shown.append(text + "}")
        parts.append('"matchExpressions":[' + ",".join(shown) + "]")
    return field.Raw("{" + ",".join(parts) + "}")
