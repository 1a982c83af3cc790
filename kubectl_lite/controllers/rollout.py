"""The arithmetic of a Deployment's rollout: limits, which replica set is the new one, and the sizes that come next. Pure.

Mirrors pkg/controller/deployment/util and the planning parts of rolling.go and sync.go. A plan is a list of (replica set, size).
"""
from __future__ import annotations

from kubectl_lite.machinery import intstr
from kubectl_lite.machinery.env import parse_time

HASH_LABEL = "pod-template-hash"
PREFIX = "deployment.kubernetes.io/"
REVISION, HISTORY, DESIRED, MAXIMUM = PREFIX + "revision", PREFIX + "revision-history", PREFIX + "desired-replicas", PREFIX + "max-replicas"
NOT_COPIED = ("kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MAXIMUM, "deprecated.deployment.rollback.to")
NO_DEADLINE = 2 ** 31 - 1


def replicas(obj: dict) -> int:
    return obj["spec"].get("replicas", 1)


def available(replica_set: dict) -> int:
    return (replica_set.get("status") or {}).get("availableReplicas", 0)


def total(replica_sets) -> int:
    """The pods that the replica sets ask for."""
    return sum(map(replicas, replica_sets))


def revision(obj: dict) -> int:
    """The revision annotation; 0 without one."""
    try:
        return int((obj["metadata"].get("annotations") or {}).get(REVISION, 0))
    except ValueError:
        return 0


def active(replica_sets) -> list:
    """The replica sets that ask for pods."""
    return [rs for rs in replica_sets if replicas(rs) > 0]


def by_age(replica_sets) -> list:
    """Oldest first, by name among equals."""
    return sorted(replica_sets, key=_age)


def _age(obj):
    return obj["metadata"]["creationTimestamp"], obj["metadata"]["name"]


def is_rolling(deployment: dict) -> bool:
    return (deployment["spec"].get("strategy") or {}).get("type", "RollingUpdate") == "RollingUpdate"


def fenceposts(deployment: dict) -> tuple[int, int]:
    """(surge, unavailable) in pods: surge rounded up, unavailable down, never both zero (ResolveFenceposts)."""
    limits = (deployment["spec"].get("strategy") or {}).get("rollingUpdate") or {}
    wanted = replicas(deployment)
    surge = intstr.scaled(limits.get("maxSurge", 0), wanted, True)
    unavailable = intstr.scaled(limits.get("maxUnavailable", 0), wanted, False)
    return surge, unavailable if surge or unavailable else 1


def max_surge(deployment: dict) -> int:
    return fenceposts(deployment)[0] if is_rolling(deployment) else 0


def max_unavailable(deployment: dict) -> int:
    """How many of the wanted pods may be missing during a rollout."""
    if not is_rolling(deployment) or not replicas(deployment):
        return 0
    return min(fenceposts(deployment)[1], replicas(deployment))


def same_template(one: dict, other: dict) -> bool:
    """Whether two pod templates are equal but for the hash label."""
    return _without_hash(one) == _without_hash(other)


def _without_hash(template):
    meta = dict(template.get("metadata") or {})
    kept = {k: v for k, v in (meta.pop("labels", None) or {}).items() if k != HASH_LABEL}
    if kept:
        meta["labels"] = kept
    return {**template, "metadata": meta}


def find_new(deployment: dict, replica_sets) -> dict | None:
    """The oldest replica set with the deployment's present template."""
    template = deployment["spec"]["template"]
    return next((rs for rs in by_age(replica_sets) if same_template(rs["spec"]["template"], template)), None)


def new_size(deployment: dict, all_sets, new) -> int:
    """The size the new replica set may have now (NewRSNewReplicas). `new` is None before it exists."""
    wanted, have = replicas(deployment), replicas(new) if new else 0
    if not is_rolling(deployment):
        return wanted
    room = wanted + max_surge(deployment) - total(all_sets)
    return have + min(room, wanted - have) if room > 0 else have


def is_observed(replica_set: dict) -> bool:
    """Whether the status speaks of the present spec."""
    return (replica_set.get("status") or {}).get("observedGeneration", 0) >= replica_set["metadata"].get("generation", 0)


def plan_old(deployment: dict, new, old) -> list:
    """How far the old replica sets may shrink now: first what is not available in them, then the oldest (reconcileOldReplicaSets).

    Not at all while one of them has not yet followed its last change of size: its counts would mislead.
    """
    everything = old + [new]
    if not all(map(is_observed, everything)):
        return []
    floor = replicas(deployment) - max_unavailable(deployment)
    room = total(everything) - floor - (replicas(new) - available(new))
    if not total(old) or room <= 0:
        return []
    sizes = {rs["metadata"]["name"]: replicas(rs) for rs in old}
    _drop_unhealthy(by_age(old), sizes, room)
    _drop_oldest(by_age(old), sizes, sum(map(available, everything)) - floor)
    return [(rs, sizes[rs["metadata"]["name"]]) for rs in by_age(old) if sizes[rs["metadata"]["name"]] != replicas(rs)]


def _drop_unhealthy(old, sizes, room):
    for rs in old:
        name = rs["metadata"]["name"]
        drop = min(room, sizes[name] - available(rs))
        if drop > 0:
            sizes[name] -= drop
            room -= drop


def _drop_oldest(old, sizes, room):
    for rs in old:
        name = rs["metadata"]["name"]
        drop = min(room, sizes[name])
        if drop > 0:
            sizes[name] -= drop
            room -= drop


def plan_scale(deployment: dict, new, old) -> list:
    """Sizes after the deployment itself was scaled: all to one, the old to nothing, or in proportion (scale in sync.go)."""
    lone = _active_or_latest(new, old)
    if lone is not None:
        return [(lone, replicas(deployment))] if replicas(lone) != replicas(deployment) else []
    if _is_saturated(deployment, new):
        return [(rs, 0) for rs in active(old)]
    return _plan_proportional(deployment, active(old + [new] if new else old)) if is_rolling(deployment) else []


def _active_or_latest(new, old):
    running = active(([new] if new else []) + old)
    if len(running) > 1:
        return None
    if running:
        return running[0]
    return new or (by_age(old)[-1] if old else None)


def _is_saturated(deployment, new):
    if new is None or (new["metadata"].get("annotations") or {}).get(DESIRED) is None:
        return False
    wanted = replicas(deployment)
    return replicas(new) == wanted and number(new, DESIRED) == wanted and available(new) == wanted


def _plan_proportional(deployment, running):
    wanted = replicas(deployment)
    room = (wanted + max_surge(deployment) if wanted else 0) - total(running)
    sets = sorted(running, key=_age, reverse=room > 0)
    sets.sort(key=replicas, reverse=True)
    plan, added = [], 0
    for rs in sets:
        share = _share(rs, deployment, room, added)
        added += share
        plan.append((rs, replicas(rs) + share))
    if plan and room:
        rs, size = plan[0]
        plan[0] = rs, max(size + room - added, 0)
    return plan


def _share(rs, deployment, room, added):
    if room == added or not replicas(rs):
        return 0
    fraction = _fraction(rs, deployment)
    return min(fraction, room - added) if room > 0 else max(fraction, room - added)


def _fraction(rs, deployment):
    """By how much a replica set grows with its deployment, rounded half away from zero."""
    if not replicas(deployment):
        return -replicas(rs)
    before = number(rs, MAXIMUM) or (deployment.get("status") or {}).get("replicas", 0) or 1
    size = replicas(rs) * (replicas(deployment) + max_surge(deployment)) / before
    return int(size + 0.5) - replicas(rs)


def number(rs: dict, annotation: str) -> int:
    """An annotation that is a whole number; 0 without one."""
    try:
        return int((rs["metadata"].get("annotations") or {}).get(annotation, 0))
    except ValueError:
        return 0


def is_scaled(deployment: dict, replica_sets) -> bool:
    """Whether the deployment's size is another than the one its replica sets were last made for (isScalingEvent)."""
    return any(number(rs, DESIRED) != replicas(deployment) for rs in active(replica_sets)
               if (rs["metadata"].get("annotations") or {}).get(DESIRED) is not None)


def size_annotations(deployment: dict) -> dict:
    """The annotations that tell a replica set the size it was made for."""
    return {DESIRED: str(replicas(deployment)), MAXIMUM: str(replicas(deployment) + max_surge(deployment))}


def revised_annotations(deployment: dict, rs_annotations: dict, newest: int, fresh: bool) -> dict:
    """The new replica set's annotations: the deployment's, its revision raised to `newest`, the earlier one kept in its history."""
    made = dict(rs_annotations)
    made.update((k, v) for k, v in (deployment["metadata"].get("annotations") or {}).items() if k not in NOT_COPIED)
    before = made.get(REVISION)
    if int(before or 0) < newest:
        made[REVISION] = str(newest)
        if before:
            made[HISTORY] = ",".join(filter(None, (made.get(HISTORY), before)))
    if fresh:
        made.update(size_annotations(deployment))
    return made


def surplus_history(deployment: dict, old) -> list:
    """The old replica sets beyond the history limit that can go: empty, observed, lowest revision first."""
    limit = deployment["spec"].get("revisionHistoryLimit")
    kept = [rs for rs in old if not rs["metadata"].get("deletionTimestamp")]
    if limit is None or len(kept) <= limit:
        return []
    kept.sort(key=lambda rs: (revision(rs), _age(rs)))
    return [rs for rs in kept[:len(kept) - limit] if _is_spent(rs)]


def _is_spent(rs):
    status = rs.get("status") or {}
    return not status.get("replicas") and not replicas(rs) and rs["metadata"].get("generation", 0) <= status.get("observedGeneration", 0)


def has_deadline(deployment: dict) -> bool:
    return deployment["spec"].get("progressDeadlineSeconds") not in (None, NO_DEADLINE)


def deadline(deployment: dict, condition: dict) -> float:
    """When the rollout is late, in seconds since the epoch, counted from the Progressing condition's last update."""
    return parse_time(condition["lastUpdateTime"]) + deployment["spec"]["progressDeadlineSeconds"]
