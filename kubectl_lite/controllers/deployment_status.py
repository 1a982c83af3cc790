"""The status of a Deployment: counts, the conditions Available, Progressing and ReplicaFailure. Pure. Mirrors sync.go and progress.go."""
from __future__ import annotations

from kubectl_lite.controllers import conditions, rollout

COMPLETE, UPDATED, TIMED_OUT = "NewReplicaSetAvailable", "ReplicaSetUpdated", "ProgressDeadlineExceeded"
PAUSED, RESUMED = "DeploymentPaused", "DeploymentResumed"
COUNTS = (("replicas", "replicas"), ("readyReplicas", "readyReplicas"), ("availableReplicas", "availableReplicas"))


def condition(type_: str, status: str, reason: str, message: str, now: str) -> dict:
    return {"type": type_, "status": status, "lastUpdateTime": now, "lastTransitionTime": now, "reason": reason, "message": message}


def with_condition(found, new: dict) -> list:
    """The list with the condition, unless one of the same status and reason is there; it goes to the end (SetDeploymentCondition)."""
    old = conditions.find(found, new["type"])
    if old and old["status"] == new["status"] and old.get("reason") == new["reason"]:
        return list(found)
    if old and old["status"] == new["status"]:
        new = {**new, "lastTransitionTime": old["lastTransitionTime"]}
    return conditions.replaced(found, new)


def counted(deployment: dict, new, everything, now: str) -> dict:
    """The status without the rollout's progress (calculateStatus); `everything` are all replica sets, `new` the new one or None."""
    old = deployment.get("status") or {}
    sums = {name: sum((rs.get("status") or {}).get(field, 0) for rs in everything) for name, field in COUNTS}
    sums["updatedReplicas"] = ((new or {}).get("status") or {}).get("replicas", 0)
    sums["unavailableReplicas"] = max(rollout.total(everything) - sums["availableReplicas"], 0)
    status = {name: count for name, count in sums.items() if count}
    status["observedGeneration"] = deployment["metadata"].get("generation", 0)
    if "collisionCount" in old:
        status["collisionCount"] = old["collisionCount"]
    status["terminatingReplicas"] = sum((rs.get("status") or {}).get("terminatingReplicas", 0) for rs in everything)
    enough = sums["availableReplicas"] >= rollout.replicas(deployment) - rollout.max_unavailable(deployment)
    status["conditions"] = with_condition(old.get("conditions") or [], _availability(enough, now))
    return status


def _availability(enough, now):
    if enough:
        return condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now)
    return condition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now)


def progressed(deployment: dict, new, everything, now: float, timestamp: str) -> dict:
    """The status with the rollout's progress and the failures of replica sets (syncRolloutStatus)."""
    status = counted(deployment, new, everything, timestamp)
    found = status["conditions"]
    current = conditions.find(found, "Progressing")
    if not rollout.has_deadline(deployment):
        found = conditions.without(found, "Progressing")
    elif not _was_complete(status, current):
        found = _progress(deployment, status, current, found, new, now, timestamp)
    status["conditions"] = _failures(found, new, everything)
    return status


def _was_complete(status, current):
    return bool(current) and current.get("reason") == COMPLETE and status.get("replicas", 0) == status.get("updatedReplicas", 0)


def _progress(deployment, status, current, found, new, now, timestamp):
    subject = f'ReplicaSet "{new["metadata"]["name"]}"' if new else f'Deployment "{deployment["metadata"]["name"]}"'
    if is_complete(deployment, status):
        return with_condition(found, condition("Progressing", "True", COMPLETE, f"{subject} has successfully progressed.", timestamp))
    if _advances(deployment, status):
        made = condition("Progressing", "True", UPDATED, f"{subject} is progressing.", timestamp)
        if current and current["status"] == "True":
            made["lastTransitionTime"] = current["lastTransitionTime"]
        return conditions.replaced(found, made)
    if is_late(deployment, current, now):
        return with_condition(found, condition("Progressing", "False", TIMED_OUT, f"{subject} has timed out progressing.", timestamp))
    return found


def is_complete(deployment: dict, status: dict) -> bool:
    """Whether the rollout is done: exactly the wanted pods, all new, all available, for the present generation."""
    wanted = rollout.replicas(deployment)
    counts = (status.get(name, 0) for name in ("updatedReplicas", "replicas", "availableReplicas"))
    return all(count == wanted for count in counts) and status.get("observedGeneration", 0) >= deployment["metadata"].get("generation", 0)


def _advances(deployment, status):
    old = deployment.get("status") or {}

    def outdated(s):
        return s.get("replicas", 0) - s.get("updatedReplicas", 0)
    grown = any(status.get(name, 0) > old.get(name, 0) for name in ("updatedReplicas", "readyReplicas", "availableReplicas"))
    return grown or outdated(status) < outdated(old)


def is_late(deployment: dict, current, now: float) -> bool:
    """Whether the progress deadline has passed."""
    if not current or current.get("reason") == COMPLETE:
        return False
    return current.get("reason") == TIMED_OUT or rollout.deadline(deployment, current) < now


def late_in(deployment: dict, now: float) -> float | None:
    """Seconds until the rollout would be late; None when it cannot be."""
    status = deployment.get("status") or {}
    current = conditions.find(status.get("conditions"), "Progressing")
    if not rollout.has_deadline(deployment) or not current or current.get("reason") in (COMPLETE, TIMED_OUT) or is_complete(deployment, status):
        return None
    return max(rollout.deadline(deployment, current) - now, 0) + 1


def _failures(found, new, everything):
    sets = ([new] if new else []) + [rs for rs in everything if rs is not new]
    for rs in sets:
        failure = conditions.find((rs.get("status") or {}).get("conditions"), "ReplicaFailure")
        if failure:
            made = {**failure, "lastUpdateTime": failure["lastTransitionTime"]}
            return with_condition(found, made)
    return conditions.without(found, "ReplicaFailure")


def paused_condition(deployment: dict, now: str) -> dict | None:
    """The condition to set because the deployment was paused or resumed; None when it says so already."""
    current = conditions.find((deployment.get("status") or {}).get("conditions"), "Progressing")
    if not rollout.has_deadline(deployment) or current and current.get("reason") == TIMED_OUT:
        return None
    marked, paused = bool(current) and current.get("reason") == PAUSED, bool(deployment["spec"].get("paused"))
    if paused and not marked:
        return condition("Progressing", "Unknown", PAUSED, "Deployment is paused", now)
    if marked and not paused:
        return condition("Progressing", "Unknown", RESUMED, "Deployment is resumed", now)
    return None
