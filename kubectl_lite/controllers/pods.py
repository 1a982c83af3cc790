"""What the workload controllers ask of pods: active, ready, available, which to delete first, and a new one from a template. Pure."""
from __future__ import annotations

from kubectl_lite.controllers import conditions, owners
from kubectl_lite.machinery.env import parse_time

DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
PHASE_RANK = {"Pending": 0, "Unknown": 1, "Running": 2}
NAME_BASE_MAX = 253


def phase(pod: dict) -> str:
    return (pod.get("status") or {}).get("phase", "Pending")


def is_active(pod: dict) -> bool:
    """Neither finished nor being deleted."""
    return phase(pod) not in ("Succeeded", "Failed") and not owners.is_deleted(pod)


def is_terminating(pod: dict) -> bool:
    """Being deleted and not finished yet."""
    return owners.is_deleted(pod) and phase(pod) not in ("Succeeded", "Failed")


def is_ready(pod: dict) -> bool:
    return conditions.is_true((pod.get("status") or {}).get("conditions"), "Ready")


def ready_since(pod: dict) -> float:
    """When the pod became ready, in seconds since the epoch; 0 when it is not or does not say."""
    found = conditions.find((pod.get("status") or {}).get("conditions"), "Ready")
    if found is None or found["status"] != "True" or not found.get("lastTransitionTime"):
        return 0.0
    return parse_time(found["lastTransitionTime"])


def is_available(pod: dict, min_ready: int, now: float) -> bool:
    """Ready for at least `min_ready` seconds."""
    return is_ready(pod) and (not min_ready or ready_since(pod) + min_ready <= now)


def available_in(pods, min_ready: int, now: float) -> float | None:
    """Seconds until the next ready pod becomes available; None when none waits for that."""
    waits = [ready_since(pod) + min_ready - now for pod in pods if min_ready and is_ready(pod)]
    waits = [wait for wait in waits if wait > 0]
    return min(waits) if waits else None


def restarts(pod: dict) -> int:
    """The highest restart count of the pod's containers."""
    return max((s.get("restartCount", 0) for s in (pod.get("status") or {}).get("containerStatuses") or ()), default=0)


def deletion_order(pods, related, now: float) -> list:
    """Pods sorted by who goes first (ActivePodsWithRanks): not scheduled, not running, not ready, cheap to delete, on a crowded node,
    ready for a short time, restarted often, young. `related` are the pods that count as neighbours on a node.
    """
    crowd: dict[str, int] = {}
    for pod in related:
        if is_active(pod) and pod["spec"].get("nodeName"):
            crowd[pod["spec"]["nodeName"]] = crowd.get(pod["spec"]["nodeName"], 0) + 1
    return sorted(pods, key=lambda pod: _rank(pod, crowd, now))


def _rank(pod, crowd, now):
    node = pod["spec"].get("nodeName", "")
    ready = is_ready(pod)
    age = now - parse_time(pod["metadata"]["creationTimestamp"])
    return (bool(node), PHASE_RANK.get(phase(pod), 1), ready, deletion_cost(pod), -crowd.get(node, 0),
            _log_age(now - ready_since(pod)) if ready else 0, -restarts(pod), _log_age(age), pod["metadata"]["uid"])


def _log_age(seconds):
    """Ages are compared by their order of magnitude (LogarithmicScaleDown), the rest is chance: here, the uid."""
    return int(max(seconds, 0) * 1_000_000_000).bit_length()


def deletion_cost(pod: dict) -> int:
    """The annotation's 32 bit number; 0 when it is none."""
    text = (pod["metadata"].get("annotations") or {}).get(DELETION_COST, "0")
    try:
        return int(text) if text == "0" or text.lstrip("+-")[:1] != "0" and text[:1] != "+" else 0
    except ValueError:
        return 0


def from_template(template: dict, owner: dict) -> dict:
    """A pod to create for `owner`, named by the server after it (GetPodFromTemplate)."""
    meta = template.get("metadata") or {}
    made = {"generateName": f"{owner['metadata']['name']}-"[:NAME_BASE_MAX], "namespace": owner["metadata"]["namespace"],
            "ownerReferences": [owners.controller_reference(owner)]}
    for name in ("labels", "annotations"):
        if meta.get(name):
            made[name] = dict(meta[name])
    if meta.get("finalizers"):
        made["finalizers"] = list(meta["finalizers"])
    return {"apiVersion": "v1", "kind": "Pod", "metadata": made, "spec": dict(template["spec"])}
