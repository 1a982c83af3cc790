"""What stored pod specs may hold that new ones may not: found in the old spec, it is tolerated in the new one."""
from __future__ import annotations

from kubectl_lite.api.podspec import annotations, security
from kubectl_lite.api.podspec.paths import local_path
from kubectl_lite.api.podspec.resources import is_divisible, is_huge_page
from kubectl_lite.api.podspec.walk import containers
from kubectl_lite.api.validation.selectors import label_selector
from kubectl_lite.machinery import names
from kubectl_lite.machinery.field import Path

ANYWHERE = Path("")
TERMS = "requiredDuringSchedulingIgnoredDuringExecution"
WEIGHTED = "preferredDuringSchedulingIgnoredDuringExecution"


def has_bad_deletion_cost(meta: dict) -> bool:
    cost = (meta.get("annotations") or {}).get(annotations.DELETION_COST)
    return cost is not None and not annotations.is_deletion_cost(cost)


def has_bad_selector_values(spec: dict) -> bool:
    """A selector of a pod affinity term that would be refused today."""
    return any(label_selector(term.get(name), ANYWHERE) for term in _pod_terms(spec.get("affinity") or {}) for name in ("labelSelector", "namespaceSelector"))


def _pod_terms(affinity):
    for kind in ("podAffinity", "podAntiAffinity"):
        value = affinity.get(kind) or {}
        yield from value.get(TERMS) or ()
        yield from (weighted.get("podAffinityTerm") or {} for weighted in value.get(WEIGHTED) or ())


def has_bad_spread_selectors(spec: dict) -> bool:
    return any(label_selector(c.get("labelSelector"), ANYWHERE) for c in spec.get("topologySpreadConstraints") or ())


def has_bad_node_values(selector: dict | None) -> bool:
    """An invalid label value in a node selector."""
    return any(names.label_value(value) for term in (selector or {}).get("nodeSelectorTerms") or () for e in term.get("matchExpressions") or ()
               for value in e.get("values") or ())


def has_indivisible_huge_pages(spec: dict) -> bool:
    for container in containers(spec):
        for part in ("limits", "requests"):
            for name, value in ((container.get("resources") or {}).get(part) or {}).items():
                if is_huge_page(name) and not is_divisible(name, value):
                    return True
    return False


def has_odd_token_paths(spec: dict) -> bool:
    return any(local_path(source["serviceAccountToken"].get("path", ""), ANYWHERE) for volume in spec.get("volumes") or ()
               for source in (volume.get("projected") or {}).get("sources") or () if source.get("serviceAccountToken") is not None)


def has_host_sysctls(spec: dict) -> bool:
    return any(security.host_sysctl(s.get("name", ""), spec, ANYWHERE) for s in (spec.get("securityContext") or {}).get("sysctls") or ())
