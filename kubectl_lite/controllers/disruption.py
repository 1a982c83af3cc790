"""Disruption controller: how many pods of a budget may be evicted now. Mirrors pkg/controller/disruption."""
from __future__ import annotations

from kubectl_lite.controllers import conditions, owners, pods
from kubectl_lite.machinery import intstr, labels
from kubectl_lite.machinery.env import parse_time

NAME, SOURCE, USER = "disruption-controller", "controllermanager", "system:serviceaccount:kube-system:disruption-controller"
BUDGETS, PODS = "poddisruptionbudgets.policy", "pods"
DELETION_TIMEOUT = 120.0  # seconds an eviction may take before the pod counts again
UNMANAGED = ("Pods selected by this PodDisruptionBudget (selector: {}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated "
             'correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.')
# Controllers whose size counts as the number of expected pods: kind -> resource.
SCALED = {"ReplicaSet": "replicasets.apps", "ReplicationController": "replicationcontrollers", "StatefulSet": "statefulsets.apps",
          "Deployment": "deployments.apps"}


def _pod_keys(pod, cache):
    own, namespace = pod["metadata"].get("labels"), pod["metadata"]["namespace"]
    return [(namespace, b["metadata"]["name"]) for b in cache.list(BUDGETS, namespace) if selects(b, own)]


def _scaled_keys(obj, cache):
    return [owners.own_key(b, cache)[0] for b in cache.list(BUDGETS, obj["metadata"]["namespace"])]


WATCHES = {BUDGETS: owners.own_key, PODS: _pod_keys, **dict.fromkeys(SCALED.values(), _scaled_keys)}


def selects(budget: dict, own) -> bool:
    """Whether the budget is about pods with these labels: an empty selector is about all, none about no pod."""
    return labels.from_object(budget["spec"].get("selector")).matches(own)


def reconcile(key, ctx):
    """One budget; seconds until an eviction that did not happen is forgotten."""
    budget = ctx.cache.get(BUDGETS, *key)
    if budget is None:
        return None
    found = [pod for pod in ctx.cache.list(PODS, key[0]) if selects(budget, pod["metadata"].get("labels"))]
    if not found:
        ctx.events.normal(budget, "NoPods", "No matching pods found", once=True)
    disrupted, wait = still_disrupted(budget, found, ctx.now)
    expected, desired, unmanaged, failure = expectations(budget, found, lambda pod: _scale_of(ctx.cache, pod))
    if failure:
        return _failed(ctx, budget, failure)
    if unmanaged:
        ctx.events.warning(budget, "UnmanagedPods", UNMANAGED.format(labels.from_object(budget["spec"].get("selector"))), once=True)
    healthy = sum(pods.is_ready(pod) for pod in found if pod["metadata"]["name"] not in disrupted and not owners.is_deleted(pod))
    ctx.update_status(BUDGETS, budget, next_status(budget, healthy, desired, expected, disrupted, ctx.timestamp))
    return wait


def _scale_of(cache, pod):
    """(uid, size) of the workload that brings a pod back, or None; a replica set's deployment speaks for it."""
    reference = owners.controller_of(pod)
    owner = reference and reference["kind"] in SCALED and cache.get(SCALED[reference["kind"]], pod["metadata"]["namespace"], reference["name"])
    if not owner or owner["metadata"]["uid"] != reference["uid"]:
        return None
    above = owners.controller_of(owner)
    if above and above["kind"] == "Deployment":
        owner = cache.get(SCALED["Deployment"], pod["metadata"]["namespace"], above["name"]) or owner
    return owner["metadata"]["uid"], owner["spec"].get("replicas", 1)


def still_disrupted(budget: dict, found, now: float):
    """({name: time} of evicted pods that are still there, seconds until the next is given up)."""
    names = {pod["metadata"]["name"] for pod in found if not owners.is_deleted(pod)}
    kept, waits = {}, []
    for name, when in ((budget.get("status") or {}).get("disruptedPods") or {}).items():
        left = parse_time(when) + DELETION_TIMEOUT - now
        if name in names and left > 0:
            kept[name] = when
            waits.append(left)
    return kept, min(waits) if waits else None


def expectations(budget: dict, found, scale_of):
    """(expected pods, pods that must be healthy, whether some have no controller, failure text).

    `scale_of(pod)` is the (uid, size) of the pod's workload, or None where it is of no kind that has a size.
    """
    spec = budget["spec"]
    maximum, minimum = spec.get("maxUnavailable"), spec.get("minAvailable", 1)
    if maximum is None and isinstance(minimum, int):
        return len(found), minimum, False, ""
    managed = [pod for pod in found if owners.controller_of(pod)]
    sizes = {}
    for pod in managed:
        scale = scale_of(pod)
        if scale is None:
            return 0, 0, False, f"found no controllers for pod \"{pod['metadata']['name']}\""
        sizes[scale[0]] = scale[1]
    expected = sum(sizes.values())
    desired = intstr.scaled(minimum, expected, True) if maximum is None else max(expected - intstr.scaled(maximum, expected, True), 0)
    return expected, desired, len(managed) < len(found), ""


def next_status(budget: dict, healthy: int, desired: int, expected: int, disrupted: dict, now: str) -> dict:
    """The budget's status: none may go where none is expected."""
    allowed = max(healthy - desired, 0) if expected > 0 else 0
    generation = budget["metadata"].get("generation", 0)
    status = {**(budget.get("status") or {}), "currentHealthy": healthy, "desiredHealthy": desired, "expectedPods": expected,
              "disruptionsAllowed": allowed, "observedGeneration": generation}
    status.pop("disruptedPods", None)
    if disrupted:
        status["disruptedPods"] = disrupted
    holds, reason = ("True", "SufficientPods") if allowed > 0 else ("False", "InsufficientPods")
    status["conditions"] = conditions.moved(status.get("conditions"), "DisruptionAllowed", holds, reason, "", now, observedGeneration=generation)
    return status


def _failed(ctx, budget, text):
    """Fail safe: nothing may go while it is unknown how many there should be."""
    ctx.events.warning(budget, "CalculateExpectedPodCountFailed", f"Failed to calculate the number of expected pods: {text}", once=True)
    generation = budget["metadata"].get("generation", 0)
    status = {"currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0, **(budget.get("status") or {}), "disruptionsAllowed": 0, "observedGeneration": generation}
    status["conditions"] = conditions.moved(status.get("conditions"), "DisruptionAllowed", "False", "SyncFailed", text, ctx.timestamp, observedGeneration=generation)
    ctx.update_status(BUDGETS, budget, status)
