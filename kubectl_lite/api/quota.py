"""Quota: what an object uses of a ResourceQuota, and which quotas watch it. Pure; shared by the admission plug-in and the controller.

Mirrors pkg/quota/v1/evaluator. Amounts are machinery.quantity.Quantity by resource name.
"""
from __future__ import annotations

from kubectl_lite.api.podspec.totals import qos_class, with_overhead
from kubectl_lite.machinery import quantity

ONE = quantity.from_value(1)
COMPUTE = ("cpu", "memory", "ephemeral-storage")
CLASS_SUFFIX = ".storageclass.storage.k8s.io/"
DEVICES_SUFFIX = ".deviceclass.resource.k8s.io/devices"
ALL_DEVICES = 32  # what a request for all devices is taken for: no claim can be given more
# The older names that count objects of the core group.
COUNTED = {"services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims"}
# (group, plural): names of quotas that speak of its objects, besides their count
NAMES = {
    ("", "pods"): {"pods", *COMPUTE, *(f"{part}.{name}" for part in ("requests", "limits") for name in COMPUTE)},
    ("", "services"): {"services", "services.nodeports", "services.loadbalancers"},
    ("", "persistentvolumeclaims"): {"persistentvolumeclaims", "requests.storage"},
}


def usage(group: str, plural: str, obj: dict) -> dict:
    """What one object uses, under every name a quota could have for it."""
    used = {count_name(group, plural): ONE}
    if group == "" and plural in COUNTED:
        used[plural] = ONE
    special = USAGE.get((group, plural))
    return {**used, **special(obj)} if special else used


def count_name(group: str, plural: str) -> str:
    return f"count/{plural}.{group}" if group else f"count/{plural}"


def matching(group: str, plural: str, names) -> list[str]:
    """Those of a quota's names that speak of a resource (MatchingResources)."""
    known = {count_name(group, plural), *NAMES.get((group, plural), (plural,) if group == "" and plural in COUNTED else ())}
    family = FAMILIES.get((group, plural))
    return [name for name in names if name in known or family is not None and family(name)]


def _is_of_pods(name):
    """Huge pages and extended resources."""
    return name.startswith(("hugepages-", "requests.hugepages-")) or name.startswith("requests.") and "/" in name and "kubernetes.io/" not in name


# (group, plural): whether a name belongs to those of which there are many
FAMILIES = {
    ("", "pods"): _is_of_pods, ("", "persistentvolumeclaims"): lambda name: CLASS_SUFFIX in name,
    ("resource.k8s.io", "resourceclaims"): lambda name: name.endswith(DEVICES_SUFFIX),
}


def _pod_usage(pod):
    if pod.get("status", {}).get("phase") in ("Succeeded", "Failed"):
        return {}
    return {"pods": ONE, **_compute_usage(pod["spec"])}


def _compute_usage(spec):
    used = {}
    for part in ("requests", "limits"):
        for name, amount in with_overhead(spec, part).items():
            if part == "requests" and (name in COMPUTE or name.startswith("hugepages-")):
                used[name] = amount
            if part == "requests" or name in COMPUTE:
                used[f"{part}.{name}"] = amount
    return used


def _service_usage(service):
    spec = service["spec"]
    type_, ports = spec.get("type"), len(spec.get("ports") or [])
    used = {}
    if type_ == "NodePort" or type_ == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is not False:
        used["services.nodeports"] = quantity.from_value(ports)
    elif type_ == "LoadBalancer":
        used["services.nodeports"] = quantity.from_value(sum(1 for p in spec.get("ports") or [] if p.get("nodePort")))
    if type_ == "LoadBalancer":
        used["services.loadbalancers"] = ONE
    return used


def _claim_usage(claim):
    spec = claim["spec"]
    used, class_name = {}, _claim_class(claim)
    if class_name:
        used[f"{class_name}{CLASS_SUFFIX}persistentvolumeclaims"] = ONE
    storage = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    if storage is not None:
        amount = max(quantity.parse(storage), quantity.parse((claim.get("status", {}).get("allocatedResources") or {}).get("storage", "0")))
        used["requests.storage"] = amount
        if class_name:
            used[f"{class_name}{CLASS_SUFFIX}requests.storage"] = amount
    return used


def _resource_claim_usage(claim):
    """The devices a claim asks for, by class; of alternatives the most of each class."""
    used: dict = {}
    for request in (claim["spec"].get("devices") or {}).get("requests") or ():
        most: dict = {}
        for wanted in request.get("firstAvailable") or [request.get("exactly") or {}]:
            name = f"{wanted.get('deviceClassName', '')}{DEVICES_SUFFIX}"
            most[name] = max(most.get(name, 0), ALL_DEVICES if wanted.get("allocationMode") == "All" else wanted.get("count", 0))
        for name, count in most.items():
            used[name] = used.get(name, quantity.ZERO) + quantity.from_value(count)
    return used


def _claim_class(claim):
    return (claim["metadata"].get("annotations") or {}).get("volume.beta.kubernetes.io/storage-class") or claim["spec"].get("storageClassName")


# (group, plural): what its objects use besides their own count
USAGE = {
    ("", "pods"): _pod_usage,
    ("", "services"): _service_usage,
    ("", "persistentvolumeclaims"): _claim_usage,
    ("resource.k8s.io", "resourceclaims"): _resource_claim_usage,
}


def zero(hard: dict, used: dict) -> dict:
    """The names of `hard` in `used`, zero where nothing is used."""
    return {name: used.get(name, quantity.ZERO) for name in hard}


def missing_compute(names, pod: dict) -> list[tuple[str, list[str]]]:
    """(name, containers) for every cpu or memory name of a quota that some container does not state; a pod that states its own resources need not."""
    spec, found = pod["spec"], {}
    if any((spec.get("resources") or {}).get(part) for part in ("requests", "limits")):
        return []
    for container in (spec.get("containers") or []) + (spec.get("initContainers") or []):
        stated = container.get("resources") or {}
        for name in names:
            part, resource = _stated_part(name)
            if part and resource not in (stated.get(part) or {}):
                found.setdefault(name, set()).add(container["name"])
    return [(name, sorted(containers)) for name, containers in sorted(found.items())]


def _stated_part(name):
    """("requests" or "limits", resource) of a name that containers must state, such as cpu, requests.cpu or limits.memory; ("", "") for others."""
    part, _, resource = name.rpartition(".")
    return (part or "requests", resource) if part in ("", "requests", "limits") and resource in ("cpu", "memory") else ("", "")


def terms(quota_spec: dict) -> list[dict]:
    """The scopes of a quota, all as requirements."""
    plain = [{"scopeName": s, "operator": "Exists"} for s in quota_spec.get("scopes") or ()]
    return plain + ((quota_spec.get("scopeSelector") or {}).get("matchExpressions") or [])


def watches(quota_spec: dict, group: str, plural: str, obj: dict) -> bool:
    """Whether a quota's scopes include an object."""
    return all(in_scope(term, group, plural, obj) for term in terms(quota_spec))


def in_scope(term: dict, group: str, plural: str, obj: dict) -> bool:
    """Whether an object matches one scope; only pods (and claims, by class) have scopes."""
    if (group, plural) == ("", "pods"):
        return _pod_in_scope(term, obj)
    return (group, plural) == ("", "persistentvolumeclaims") and _claim_in_scope(term, obj)


def _claim_in_scope(term, claim):
    return term["scopeName"] == "VolumeAttributesClass" and _named(term, claim["spec"].get("volumeAttributesClassName", ""))


def _pod_in_scope(term, pod):
    spec, scope = pod["spec"], term["scopeName"]
    if scope == "Terminating":
        return spec.get("activeDeadlineSeconds") is not None
    if scope == "NotTerminating":
        return spec.get("activeDeadlineSeconds") is None
    if scope in ("BestEffort", "NotBestEffort"):
        return (qos_class(spec) == "BestEffort") is (scope == "BestEffort")
    if scope == "PriorityClass":
        return _named(term, spec.get("priorityClassName", ""))
    if scope == "CrossNamespacePodAffinity":
        return _crosses_namespaces(spec)
    return False


def _named(term, name):
    operator, values = term.get("operator"), term.get("values") or []
    if operator == "Exists":
        return bool(name)
    if operator == "DoesNotExist":
        return not name
    return (name in values) if operator == "In" else bool(name) and name not in values


def _crosses_namespaces(spec):
    affinity = spec.get("affinity") or {}
    for kind in ("podAffinity", "podAntiAffinity"):
        terms = affinity.get(kind) or {}
        required = terms.get("requiredDuringSchedulingIgnoredDuringExecution") or []
        preferred = [p["podAffinityTerm"] for p in terms.get("preferredDuringSchedulingIgnoredDuringExecution") or []]
        if any(t.get("namespaces") or t.get("namespaceSelector") is not None for t in required + preferred):
            return True
    return False
