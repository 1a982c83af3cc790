"""matchLabelKeys: the pod's own labels become expressions of its affinity terms and spread constraints when it is created."""
from __future__ import annotations

TERMS = "requiredDuringSchedulingIgnoredDuringExecution"
WEIGHTED = "preferredDuringSchedulingIgnoredDuringExecution"


def merge_label_keys(spec: dict, labels: dict) -> None:
    """mutatePodAffinity and mutateTopologySpreadConstraints; fills the private spec in place."""
    for kind in ("podAffinity", "podAntiAffinity"):
        affinity = (spec.get("affinity") or {}).get(kind) or {}
        for term in affinity.get(TERMS) or ():
            _merge(term, labels)
        for weighted in affinity.get(WEIGHTED) or ():
            _merge(weighted.get("podAffinityTerm") or {}, labels)
    for constraint in spec.get("topologySpreadConstraints") or ():
        _merge(constraint, labels)


def _merge(term, labels):
    selector = term.get("labelSelector")
    if selector is None:
        return
    for name, operator in (("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")):
        for key in term.get(name) or ():
            if key in labels:
                selector["matchExpressions"] = [*(selector.get("matchExpressions") or ()), {"key": key, "operator": operator, "values": [labels[key]]}]
