"""Labels and label selectors as text: labels.FormatLabels and metav1.FormatLabelSelector. Matching is not done here."""
from __future__ import annotations

NONE = "<none>"


def format_labels(labels: dict | None) -> str:
    """"a=b,c=d" with sorted keys; "<none>" for no labels."""
    return ",".join(f"{key}={labels[key]}" for key in sorted(labels)) if labels else NONE


def selector_text(selector: dict | None) -> str:
    """The canonical text of a LabelSelector; "" for an empty or missing one."""
    if not selector:
        return ""
    parts = [(key, f"{key}={value}") for key, value in (selector.get("matchLabels") or {}).items()]
    parts += [(term["key"], _requirement(term)) for term in selector.get("matchExpressions") or ()]
    return ",".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def _requirement(term: dict) -> str:
    key, operator, values = term["key"], term.get("operator"), ",".join(sorted(term.get("values") or ()))
    if operator == "In":
        return f"{key} in ({values})"
    if operator == "NotIn":
        return f"{key} notin ({values})"
    return key if operator == "Exists" else "!" + key


def format_selector(selector: dict | None) -> str:
    """The text of a LabelSelector, "<none>" when it says nothing."""
    return selector_text(selector) or NONE
