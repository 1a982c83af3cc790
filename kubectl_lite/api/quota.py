"""Quota: what an object uses of a ResourceQuota, and which quotas watch it. Pure; shared by the admission plug-in and the controller.

Mirrors pkg/quota/v1/evaluator. Amounts are machinery.quantity.Quantity by resource name.
"""
from __future__ import annotations

from kubectl_lite.api.podspec.totals import aggregate, qos_class
from kubectl_lite.machinery import quantity

ONE = quantity.from_value(1)
COMPUTE = ("cpu", "memory", "ephemeral-storage")
CLASS_SUFFIX = ".storageclass.storage.k8s.io/"
ATTRIBUTES_SUFFIX = ".volumeattributesclass.storage.k8s.io/"
# The older names that count objects of the core group.
COUNTED = {"pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims"}


def usage(group: str, plural: str, obj: dict) -> dict:
    """What one object uses, under every name a quota could have for it."""
    used = {f"count/{plural}.{group}" if group else f"count/{plural}": ONE}
    if group == "" and plural in COUNTED and plural != "pods":
        used[plural] = ONE
    special = USAGE.get((group, plural))
    return {**used, **special(obj)} if special else used


def _pod_usage(pod):
    if pod.get("status", {}).get("phase") in ("Succeeded", "Failed"):
        return {}
    return {"pods": ONE, **_compute_usage(pod["spec"])}


def _compute_usage(spec):
    used = {}
    for part, amounts in (("requests", _total(spec, "requests")), ("limits", _total(spec, "limits"))):
        for name, amount in amounts.items():
            if part == "requests" and (name in COMPUTE or name.startswith("hugepages-")):
                used[name] = amount
            if part == "requests" or name in COMPUTE:
                used[f"{part}.{name}"] = amount
    return used


def _total(spec, part):
    total = aggregate(spec, part)
    own = (spec.get("resources") or {}).get(part) or {}
    total.update({name: quantity.parse(text) for name, text in own.items()})
    for name, text in (spec.get("overhead") or {}).items():
        if part == "requests" or name in total:
            total[name] = total.get(name, quantity.ZERO) + quantity.parse(text)
    return total


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


def _claim_class(claim):
    return (claim["metadata"].get("annotations") or {}).get("volume.beta.kubernetes.io/storage-class") or claim["spec"].get("storageClassName")


# (group, plural): what its objects use besides their own count
USAGE = {
    ("", "pods"): _pod_usage,
    ("", "services"): _service_usage,
    ("", "persistentvolumeclaims"): _claim_usage,
}


def zero(hard: dict, used: dict) -> dict:
    """The names of `hard` in `used`, zero where nothing is used."""
    return {name: used.get(name, quantity.ZERO) for name in hard}


def missing_compute(hard: dict, pod: dict) -> list[tuple[str, list[str]]]:
    """(resource, containers) for every compute resource of a quota that some container does not state."""
    wanted = [name for name in hard if _compute_part(name)]
    spec = pod["spec"]
    found = {}
    for container in (spec.get("containers") or []) + (spec.get("initContainers") or []):
        for name in wanted:
            part, resource = _compute_part(name)
            if resource not in ((container.get("resources") or {}).get(part) or {}) and resource not in ((spec.get("resources") or {}).get(part) or {}):
                found.setdefault(name, []).append(container["name"])
    return sorted(found.items())


def _compute_part(name):
    """("requests" or "limits", resource) of a name such as requests.cpu, cpu or limits.memory; None for others."""
    part, dot, resource = name.partition(".")
    if dot and part in ("requests", "limits") and resource in COMPUTE:
        return part, resource
    return ("requests", name) if name in ("cpu", "memory", "ephemeral-storage") else None


def watches(quota_spec: dict, group: str, plural: str, obj: dict) -> bool:
    """Whether a quota's scopes include an object; only pods (and claims, by class) have scopes."""
    terms = [{"scopeName": s, "operator": "Exists"} for s in quota_spec.get("scopes") or []]
    terms += (quota_spec.get("scopeSelector") or {}).get("matchExpressions") or []
    if not terms:
        return True
    if (group, plural) == ("", "pods"):
        return all(_pod_in_scope(t, obj) for t in terms)
    return (group, plural) == ("", "persistentvolumeclaims") and all(_claim_in_scope(t, obj) for t in terms)


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
