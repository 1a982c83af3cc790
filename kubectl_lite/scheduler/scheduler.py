"""The scheduler as a participant: the queue of unbound pods, one cycle each, then the binding or the refusal."""
from __future__ import annotations

from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import STRATEGIC_PATCH
from kubectl_lite.scheduler import profile, snapshot
from kubectl_lite.scheduler.cycle import Cycle, Unschedulable

QUEUE = ("", "queue")
PODS = "pods"
MOVING = ("nodes", "persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io", "csinodes.storage.k8s.io")
NOTE_BYTES = 1024


class Scheduler:
    """Schedules the pods that name it. It keeps no cluster state: only which pods it has tried since anything moved that could help them."""

    NAME, SOURCE, MODERN_EVENTS = "default-scheduler", "default-scheduler", True
    USER = "system:kube-scheduler"

    def __init__(self, name: str = NAME):
        self.SOURCE = self._name = name
        self.WATCHES = {PODS: self._pod_keys, **{resource: self._moved for resource in MOVING}}
        self._moves = 0            # how often something changed that could help a pod
        self._tried: dict = {}     # pod uid -> (what the pod asked for, moves) of the last attempt
        self._bound: dict = {}     # pod uid -> what counts of a pod on a node
        self._plugins = None

    def _moved(self, obj, cache):
        self._moves += 1
        return (QUEUE,)

    def _pod_keys(self, pod, cache):
        if self._is_ours(pod):
            return (QUEUE,)
        meta = pod["metadata"]
        current = cache.get(PODS, meta["namespace"], meta["name"])
        seen = _weight(pod) if current is not None and current["metadata"]["uid"] == meta["uid"] else None
        if not pod["spec"].get("nodeName") or self._bound.get(meta["uid"]) == seen:
            return ()
        self._bound[meta["uid"]] = seen
        return self._moved(pod, cache)

    def _is_ours(self, pod):
        spec = pod["spec"]
        return (not spec.get("nodeName") and spec.get("schedulerName", "default-scheduler") == self._name
                and (pod.get("status") or {}).get("phase") not in snapshot.FINISHED and not pod["metadata"].get("deletionTimestamp"))

    def reconcile(self, _key, ctx):
        """Try every waiting pod once, by priority and age."""
        if self._plugins is None:
            self._plugins = profile.load()
        waiting = [pod for pod in ctx.cache.list(PODS) if self._is_ours(pod) and self._worth_trying(pod)]
        if not waiting:
            return
        sort_key = profile.at(self._plugins, "sort_key")[0][0].sort_key
        picture = snapshot.take(ctx.cache)
        for pod in sorted(waiting, key=sort_key):
            self._tried[pod["metadata"]["uid"]] = _wish(pod), self._moves
            if not self._is_held(pod):
                self._try(ctx, pod, picture)

    def _worth_trying(self, pod):
        return self._tried.get(pod["metadata"]["uid"]) != (_wish(pod), self._moves)

    def _is_held(self, pod):
        return any(plugin.pre_enqueue(pod) for plugin, _ in profile.at(self._plugins, "pre_enqueue"))

    def _try(self, ctx, pod, picture):
        cycle = Cycle(pod, picture, ctx, self._plugins)
        try:
            info = cycle.choose()
            self._place(cycle, info)
        except Unschedulable as e:
            self._refuse(ctx, pod, "Unschedulable", str(e), e.nominated)
        except ApiError as e:
            self._refuse(ctx, pod, "SchedulerError", e.message)

    def _place(self, cycle, info):
        """Reserve, permit, pre-bind, bind, post-bind; what was reserved is given back when one of them fails."""
        try:
            for point in ("reserve", "permit", "pre_bind", "bind"):
                for plugin, _ in profile.at(self._plugins, point):
                    getattr(plugin, point)(cycle, info)
        except (ApiError, Unschedulable):
            for plugin, _ in reversed(profile.at(self._plugins, "unreserve")):
                plugin.unreserve(cycle, info)
            raise
        self._assume(cycle, info)
        for plugin, _ in profile.at(self._plugins, "post_bind"):
            plugin.post_bind(cycle, info)

    def _assume(self, cycle, info):
        pod = cycle.pod
        meta = pod["metadata"]
        current = cycle.cache.get(PODS, meta["namespace"], meta["name"])
        info.add(current or {**pod, "spec": {**pod["spec"], "nodeName": info.name}})
        cycle.ctx.events.normal(pod, "Scheduled", f"Successfully assigned {meta['namespace']}/{meta['name']} to {info.name}", action="Binding")

    def _refuse(self, ctx, pod, reason, message, nominated=""):
        """Say in an event and in the pod's condition why it was not scheduled."""
        ctx.events.warning(pod, "FailedScheduling", message[:NOTE_BYTES], action="Scheduling", once=True)
        condition = {"type": "PodScheduled", "status": "False", "reason": reason, "message": message}
        generation = pod["metadata"].get("generation")
        if generation:
            condition["observedGeneration"] = generation
        patch = plan_refusal(pod, condition, nominated, ctx.timestamp)
        if patch:
            ctx.patch(PODS, pod, patch, STRATEGIC_PATCH, subresource="status")


def plan_refusal(pod: dict, condition: dict, nominated: str, now: str) -> dict | None:
    """The patch that writes the condition and the nominated node; None when the pod says so already."""
    status = pod.get("status") or {}
    old = next((c for c in status.get("conditions") or () if c["type"] == condition["type"]), None)
    change = {}
    if old is None or any(old.get(name) != value for name, value in condition.items()):
        since = old["lastTransitionTime"] if old and old["status"] == condition["status"] else now
        change["conditions"] = [{**condition, "lastProbeTime": None, "lastTransitionTime": since}]
    if nominated and status.get("nominatedNodeName") != nominated:
        change["nominatedNodeName"] = nominated
    return {"status": change} if change else None


def _wish(pod):
    """What of a waiting pod makes another attempt worth while: its generation stands for the spec, its labels for spreading."""
    meta = pod["metadata"]
    return meta.get("generation", 0), str(meta.get("labels")), len(pod["spec"].get("schedulingGates") or ())


def _weight(pod):
    """What of a pod on a node counts for others."""
    finished = (pod.get("status") or {}).get("phase") in snapshot.FINISHED
    return pod["metadata"].get("generation", 0), str(pod["metadata"].get("labels")), finished, bool(pod["metadata"].get("deletionTimestamp"))


def participant() -> Scheduler:
    """The scheduler of a run."""
    return Scheduler()
