"""Validation of affinity: node selectors and pod affinity terms."""
from __future__ import annotations

from kubectl_lite.api.validation import meta
from kubectl_lite.api.validation.selectors import label_selector
from kubectl_lite.machinery import field, names

REQUIRED, PREFERRED = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
WEIGHT = "must be in the range 1-100"
NO_OPERATOR = "not a valid selector operator"


def validate(affinity, path, options) -> list:
    """validateAffinity."""
    problems = []
    if affinity.get("nodeAffinity") is not None:
        problems += _node(affinity["nodeAffinity"], path / "nodeAffinity", options)
    for name in ("podAffinity", "podAntiAffinity"):
        if affinity.get(name) is not None:
            problems += _pods(affinity[name], path / name, not options.bad_selector_values)
    return problems


def _node(affinity, path, options):
    problems = []
    if affinity.get(REQUIRED) is not None:
        problems += node_selector(affinity[REQUIRED], path / REQUIRED, not options.bad_node_values)
    for i, term in enumerate(affinity.get(PREFERRED) or ()):
        at = (path / PREFERRED).index(i)
        problems += _weight(term, at)
        problems += node_selector_term(term.get("preference") or {}, at / "preference", values_too=False)
    return problems


def _weight(term, path):
    weight = term.get("weight", 0)
    return [] if 0 < weight <= 100 else [field.invalid(path / "weight", weight, WEIGHT)]


def node_selector(selector, path, values_too: bool = True) -> list:
    """ValidateNodeSelector."""
    terms = selector.get("nodeSelectorTerms") or ()
    path = path / "nodeSelectorTerms"
    if not terms:
        return [field.required(path, "must have at least one node selector term")]
    return [p for i, term in enumerate(terms) for p in node_selector_term(term, path.index(i), values_too)]


def node_selector_term(term, path, values_too: bool) -> list:
    """ValidateNodeSelectorTerm; `values_too`: the values must be label values."""
    problems = []
    for i, requirement in enumerate(term.get("matchExpressions") or ()):
        problems += _expression(requirement, (path / "matchExpressions").index(i), values_too)
    for i, requirement in enumerate(term.get("matchFields") or ()):
        problems += _field(requirement, (path / "matchFields").index(i))
    return problems


def _expression(requirement, path, values_too):
    operator, values = requirement.get("operator", ""), requirement.get("values") or ()
    problems = []
    if operator in ("In", "NotIn"):
        if not values:
            problems.append(field.required(path / "values", "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            problems.append(field.forbidden(path / "values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    elif operator in ("Gt", "Lt"):
        if len(values) != 1:
            problems.append(field.required(path / "values", "must be specified single value when `operator` is 'Lt' or 'Gt'"))
    else:
        problems.append(field.invalid(path / "operator", operator, NO_OPERATOR))
    problems += meta.label_name(requirement.get("key", ""), path / "key")
    if values_too:
        for i, value in enumerate(values):
            problems += [field.invalid((path / "values").index(i), value, text) for text in names.label_value(value)]
    return problems


def _field(requirement, path):
    operator, values, key = requirement.get("operator", ""), requirement.get("values") or (), requirement.get("key", "")
    problems = []
    if operator not in ("In", "NotIn"):
        problems.append(field.invalid(path / "operator", operator, NO_OPERATOR))
    elif len(values) != 1:
        problems.append(field.required(path / "values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"))
    if key != "metadata.name":
        return [*problems, field.invalid(path / "key", key, "not a valid field selector key")]
    for i, value in enumerate(values):
        problems += [field.invalid((path / "values").index(i), value, text) for text in names.dns_subdomain(value)]
    return problems


def _pods(affinity, path, values_too):
    problems = []
    for i, term in enumerate(affinity.get(REQUIRED) or ()):
        problems += _pod_term(term, (path / REQUIRED).index(i), values_too)
    for i, weighted in enumerate(affinity.get(PREFERRED) or ()):
        at = (path / PREFERRED).index(i)
        problems += _weight(weighted, at)
        problems += _pod_term(weighted.get("podAffinityTerm") or {}, at / "podAffinityTerm", values_too)
    return problems


def _pod_term(term, path, values_too):
    problems = label_selector(term.get("labelSelector"), path / "labelSelector", values_too)
    problems += label_selector(term.get("namespaceSelector"), path / "namespaceSelector", values_too)
    for name in term.get("namespaces") or ():
        problems += [field.invalid(path / "namespace", name, text) for text in names.dns_label(name)]
    problems += label_keys(term, path)
    key = term.get("topologyKey", "")
    if not key:
        problems.append(field.required(path / "topologyKey", "can not be empty"))
    return problems + meta.label_name(key, path / "topologyKey")


def label_keys(term, path):
    """validateMatchLabelKeysAndMismatchLabelKeys."""
    keys, others, selector = term.get("matchLabelKeys") or [], term.get("mismatchLabelKeys") or [], term.get("labelSelector")
    problems = []
    for name, values in (("matchLabelKeys", keys), ("mismatchLabelKeys", others)):
        if values and selector is None:
            problems.append(field.forbidden(path / name, "must not be specified when labelSelector is not set"))
        elif values:
            problems += [p for i, key in enumerate(values) for p in meta.label_name(key, (path / name).index(i))]
    if selector is not None:
        place, seen = {key: i for i, key in enumerate(keys)}, set(selector.get("matchLabels") or ())
        for expression in selector.get("matchExpressions") or ():
            key = expression.get("key", "")
            if key in place and key in seen:
                problems.append(field.invalid(path.index(place[key]), key, "exists in both matchLabelKeys and labelSelector"))
            seen.add(key)
    return problems + [field.invalid((path / "matchLabelKeys").index(i), key, "exists in both matchLabelKeys and mismatchLabelKeys")
                       for i, key in enumerate(keys) if key in others]
