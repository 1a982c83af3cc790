"""ReplicaSet controller: as many matching pods as asked for. Mirrors pkg/controller/replicaset.

`Replicas` serves ReplicationControllers too: the same rules under another kind (replication.py).
"""
from __future__ import annotations

from kubectl_lite.controllers import conditions, owners, pods
from kubectl_lite.machinery import labels
from kubectl_lite.machinery.errors import ApiError

BURST = 500          # pods made or removed in one step
PODS = "pods"
TERMINATING = "NamespaceTerminating"


class Replicas:
    """The controller of one kind that keeps a number of equal pods."""

    def __init__(self, name, user, resource, kind, group, selector, counts_terminating):
        self.NAME, self.USER = name, user
        self.resource, self.kind, self._selector, self._counts_terminating = resource, kind, selector, counts_terminating
        self.WATCHES = {resource: owners.own_key, PODS: owners.selector_owner_keys(resource, kind, group, selector)}

    def reconcile(self, key, ctx):
        """One object: claim pods, make or remove some, write the status."""
        found = ctx.cache.get(self.resource, *key)
        if found is None:
            return None
        selector = self._selector(found)
        mine = owners.claim(ctx, PODS, found, selector, ctx.cache.claimable(PODS, found), adoptable=pods.is_active)
        active = [pod for pod in mine if pods.is_active(pod)]
        failure, after = None, active
        if not owners.is_deleted(found):
            failure, after = self._manage(ctx, found, active)
        terminating = sum(pods.is_terminating(pod) for pod in mine)
        status = next_status(found, after, terminating if self._counts_terminating else None, failure, ctx.now, ctx.timestamp)
        ctx.update_status(self.resource, found, status)
        if failure:
            raise failure
        return pods.available_in(after, found["spec"].get("minReadySeconds", 0), ctx.now)

    def _manage(self, ctx, owner, active):
        """Make what is missing or remove the surplus; (the refusal or None, the active pods afterwards)."""
        missing = owner["spec"].get("replicas", 1) - len(active)
        if missing > 0:
            return _create(ctx, owner, active, min(missing, BURST))
        if missing < 0:
            return _delete(ctx, owner, active, -missing, self._neighbours(ctx, owner))
        return None, active

    def _neighbours(self, ctx, owner):
        """The pods of all sets that share the owner's controller."""
        above = owners.controller_of(owner)
        sets = ctx.cache.controlled(self.resource, above["uid"]) if above else [owner]
        return [pod for one in sets for pod in ctx.cache.controlled(PODS, one["metadata"]["uid"])]


def _create(ctx, owner, active, count):
    made = []
    for _ in range(count):
        try:
            pod = ctx.create(PODS, pods.from_template(owner["spec"]["template"], owner))
        except ApiError as e:
            if _namespace_ends(e):
                return None, active + made
            ctx.events.warning(owner, "FailedCreate", f"Error creating: {e.message}")
            return e, active + made
        made.append(pod)
        ctx.events.normal(owner, "SuccessfulCreate", f"Created pod: {pod['metadata']['name']}")
    return None, active + made


def _namespace_ends(error):
    causes = error.details.get("causes") or ()
    return error.code == 403 and any(cause.get("reason") == TERMINATING for cause in causes)


def _delete(ctx, owner, active, count, neighbours):
    victims = active if count >= len(active) else pods.deletion_order(active, neighbours, ctx.now)[:count]
    for pod in victims[:BURST]:
        try:
            ctx.delete(PODS, pod)
        except ApiError as e:
            ctx.events.warning(owner, "FailedDelete", f"Error deleting: {e.message}")
            return e, active
        ctx.events.normal(owner, "SuccessfulDelete", f"Deleted pod: {pod['metadata']['name']}")
    gone = {pod["metadata"]["uid"] for pod in victims[:BURST]}
    return None, [pod for pod in active if pod["metadata"]["uid"] not in gone]


def next_status(owner: dict, active: list, terminating: int | None, failure, now: float, timestamp: str) -> dict:
    """The status for these active pods (calculateStatus). `terminating` is None for kinds that do not count those."""
    wanted = (owner["spec"].get("template") or {}).get("metadata", {}).get("labels") or {}
    template = labels.from_set(wanted)
    min_ready = owner["spec"].get("minReadySeconds", 0)
    status = {"replicas": len(active)}
    counts = {
        "fullyLabeledReplicas": sum(template.matches(pod["metadata"].get("labels")) for pod in active),
        "readyReplicas": sum(map(pods.is_ready, active)),
        "availableReplicas": sum(pods.is_available(pod, min_ready, now) for pod in active),
    }
    status.update((name, count) for name, count in counts.items() if count)
    if terminating is not None:
        status["terminatingReplicas"] = terminating
    if owner["metadata"].get("generation"):
        status["observedGeneration"] = owner["metadata"]["generation"]
    found = _failure_conditions(owner, len(active), failure, timestamp)
    if found:
        status["conditions"] = found
    return status


def _failure_conditions(owner, have, failure, timestamp):
    old = (owner.get("status") or {}).get("conditions") or []
    if failure is None:
        return conditions.without(old, "ReplicaFailure")
    if conditions.find(old, "ReplicaFailure"):
        return old
    reason = "FailedCreate" if have < owner["spec"].get("replicas", 1) else "FailedDelete"
    return old + [{"type": "ReplicaFailure", "status": "True", "lastTransitionTime": timestamp, "reason": reason, "message": failure.message}]


_CONTROLLER = Replicas("replicaset-controller", "system:serviceaccount:kube-system:replicaset-controller", "replicasets.apps", "ReplicaSet",
                       "apps", owners.object_selector, counts_terminating=True)
NAME, USER, WATCHES, reconcile = _CONTROLLER.NAME, _CONTROLLER.USER, _CONTROLLER.WATCHES, _CONTROLLER.reconcile
