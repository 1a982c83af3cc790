"""StatefulSet controller: pods with names that last, one after the other, each with its claims. Mirrors pkg/controller/statefulset."""
from __future__ import annotations

from kubectl_lite.controllers import owners, pods, revisions, stateful_pods
from kubectl_lite.controllers.hashing import data_hash
from kubectl_lite.machinery.errors import ApiError

NAME, USER = "statefulset-controller", "system:serviceaccount:kube-system:statefulset-controller"
SETS, PODS, CLAIMS = "statefulsets.apps", "pods", "persistentvolumeclaims"
HASH = "controller.kubernetes.io/hash"
WATCHES = {SETS: owners.own_key, PODS: owners.selector_owner_keys(SETS, "StatefulSet", "apps"),
           revisions.REVISIONS: owners.controller_keys("StatefulSet", "apps")}


def reconcile(key, ctx):
    """One stateful set: at most one step forward where pods follow each other; seconds until a ready pod counts as available."""
    found = ctx.cache.get(SETS, *key)
    if found is None:
        return None
    selector = owners.object_selector(found)
    mine = owners.claim(ctx, PODS, found, selector, ctx.cache.list(PODS, key[0]), adoptable=lambda pod: stateful_pods.belongs(found, pod))
    if owners.is_deleted(found):
        return None
    history = revisions.claimed(ctx, found)
    labels = (found["spec"]["template"].get("metadata") or {}).get("labels") or {}
    update, history = revisions.current(ctx, SETS, found, history, labels, HASH, _hash)
    step = _Step(ctx, found, mine, update, history)
    step.run()
    step.write_status()
    live = {(p["metadata"].get("labels") or {}).get(revisions.HASH) for p in mine}
    revisions.truncate(ctx, found, history, live | {update["metadata"]["name"], step.current["metadata"]["name"]})
    return pods.available_in(mine, found["spec"].get("minReadySeconds", 0), ctx.now)


def _hash(found, collisions):
    return data_hash(revisions.template_data(found), collisions)


class _Step:
    """One reconcile: the pods by ordinal, those that must go, and the two revisions."""

    def __init__(self, ctx, found, mine, update, history):
        self.ctx, self.found, self.update = ctx, found, update
        named = (found.get("status") or {}).get("currentRevision")
        self.current = next((r for r in history if r["metadata"]["name"] == named), update)
        self.start = (found["spec"].get("ordinals") or {}).get("start", 0)
        self.wanted = range(self.start, self.start + found["spec"].get("replicas", 1))
        self.pods = {stateful_pods.ordinal(p): p for p in mine if stateful_pods.belongs(found, p)}
        self.ordered = found["spec"].get("podManagementPolicy", "OrderedReady") == "OrderedReady"
        self.min_ready = found["spec"].get("minReadySeconds", 0)

    def run(self):
        """Make, then remove, then renew; where pods follow each other the first thing that is not settled ends the step."""
        self._settle_claims()
        for number in self.wanted:
            if self._hold(number):
                return
        for number in sorted((n for n in self.pods if n not in self.wanted), reverse=True):
            if self._condemn(number):
                return
        self._roll()

    def _is_available(self, pod):
        return pods.phase(pod) == "Running" and pods.is_available(pod, self.min_ready, self.ctx.now)

    def _hold(self, number) -> bool:
        """See to one ordinal; whether everything after it must wait."""
        pod = self.pods.get(number)
        if pod is not None and pods.phase(pod) in ("Failed", "Succeeded") and not owners.is_deleted(pod):
            self._recreate(pod)
            return self.ordered
        if pod is None:
            self._create(number)
            return self.ordered
        return self.ordered and (owners.is_deleted(pod) or not self._is_available(pod))

    def _recreate(self, pod):
        word, say = ("failed", self.ctx.events.warning) if pods.phase(pod) == "Failed" else ("terminated", self.ctx.events.normal)
        meta = self.found["metadata"]
        say(self.found, f"Recreating{word.title()}Pod", f"StatefulSet {meta['namespace']}/{meta['name']} is recreating {word} Pod {pod['metadata']['name']}")
        self._delete(pod)

    def _create(self, number):
        wanted = self._versioned(number)
        name, owner = wanted["metadata"]["name"], self.found["metadata"]["name"]
        try:
            self._create_claims(number, name)
            self.pods[number] = self.ctx.create(PODS, wanted)
        except ApiError as e:
            self.ctx.events.warning(self.found, "FailedCreate", f"Create Pod {name} in StatefulSet {owner} failed error: {e.message}")
            raise
        self.ctx.events.normal(self.found, "SuccessfulCreate", f"Create Pod {name} in StatefulSet {owner} successful")
        self._settle_claims()

    def _versioned(self, number):
        """The pod of the current revision below the partition, of the new one from there on."""
        strategy = self.found["spec"].get("updateStrategy") or {}
        rolling = strategy.get("type", "RollingUpdate") == "RollingUpdate"
        below = number < self.start + (strategy.get("rollingUpdate") or {}).get("partition", 0)
        revision = self.current if rolling and below else self.update
        template = {k: v for k, v in revision["data"]["spec"]["template"].items() if k != "$patch"}
        return stateful_pods.new_pod(self.found, template, number, revision["metadata"]["name"])

    def _create_claims(self, number, pod_name):
        for claim in stateful_pods.new_claims(self.found, number):
            meta = claim["metadata"]
            if self.ctx.cache.get(CLAIMS, meta["namespace"], meta["name"]) is None:
                self.ctx.create(CLAIMS, claim)
                text = f"Create Claim {meta['name']} Pod {pod_name} in StatefulSet {self.found['metadata']['name']} success"
                self.ctx.events.normal(self.found, "SuccessfulCreate", text)

    def _settle_claims(self):
        """Give every claim of a pod the owner that the retention policy asks for."""
        for number, pod in self.pods.items():
            for name in stateful_pods.claim_names(self.found, number):
                claim = self.ctx.cache.get(CLAIMS, pod["metadata"]["namespace"], name)
                if claim is not None:
                    self._settle_claim(claim, stateful_pods.claim_owners(self.found, pod, claim, number not in self.wanted))

    def _settle_claim(self, claim, wanted):
        if wanted != (claim["metadata"].get("ownerReferences") or []):
            meta = {k: v for k, v in claim["metadata"].items() if k != "ownerReferences"}
            self.ctx.update(CLAIMS, {**claim, "metadata": {**meta, **({"ownerReferences": wanted} if wanted else {})}})

    def _condemn(self, number) -> bool:
        """Remove a pod that is too many; whether the next must wait for it."""
        pod = self.pods[number]
        if owners.is_deleted(pod):
            return self.ordered
        unhealthy = [n for n in sorted(self.pods) if not self._is_available(self.pods[n])]
        if self.ordered and not self._is_available(pod) and unhealthy[0] != number:
            return True
        self._delete(pod)
        return self.ordered

    def _roll(self):
        """Renew the pods from the highest ordinal down to the partition, one at a time, each when those above it are well."""
        strategy = self.found["spec"].get("updateStrategy") or {}
        if strategy.get("type", "RollingUpdate") != "RollingUpdate":
            return
        lowest = self.start + (strategy.get("rollingUpdate") or {}).get("partition", 0)
        for number in sorted((n for n in self.pods if n in self.wanted and n >= lowest), reverse=True):
            pod = self.pods[number]
            if _revision(pod) != self.update["metadata"]["name"] and not owners.is_deleted(pod):
                self._delete(pod)
                return
            if not self._is_available(pod) or owners.is_deleted(pod):
                return

    def _delete(self, pod):
        name, owner = pod["metadata"]["name"], self.found["metadata"]["name"]
        self.ctx.delete(PODS, pod)
        self.ctx.events.normal(self.found, "SuccessfulDelete", f"Delete Pod {name} in StatefulSet {owner} successful")

    def write_status(self):
        mine = [p for p in self.ctx.cache.controlled(PODS, self.found["metadata"]["uid"])]
        fresh = self.ctx.cache.get(SETS, self.found["metadata"]["namespace"], self.found["metadata"]["name"])
        if fresh is not None:
            self.ctx.update_status(SETS, fresh, next_status(fresh, mine, self.current, self.update, self._is_available))


def _revision(pod):
    return (pod["metadata"].get("labels") or {}).get(revisions.HASH)


def next_status(found: dict, mine, current: dict, update: dict, is_available) -> dict:
    """The status over the set's pods; a rollout that has reached all of them makes the new revision the current one."""
    names = current["metadata"]["name"], update["metadata"]["name"]
    alive = [p for p in mine if not owners.is_deleted(p)]
    ready = sum(pods.phase(p) == "Running" and pods.is_ready(p) for p in mine)
    counts = {"readyReplicas": ready, "currentReplicas": sum(_revision(p) == names[0] for p in alive),
              "updatedReplicas": sum(_revision(p) == names[1] for p in alive)}
    rolling = (found["spec"].get("updateStrategy") or {}).get("type", "RollingUpdate") == "RollingUpdate"
    if rolling and counts["updatedReplicas"] == len(mine) and ready == len(mine):
        counts["currentReplicas"], names = counts["updatedReplicas"], (names[1], names[1])
    status = {"replicas": len(mine), "availableReplicas": sum(map(is_available, mine)),
              "collisionCount": (found.get("status") or {}).get("collisionCount", 0), "currentRevision": names[0], "updateRevision": names[1]}
    status.update((name, count) for name, count in counts.items() if count)
    if found["metadata"].get("generation"):
        status["observedGeneration"] = found["metadata"]["generation"]
    if (found.get("status") or {}).get("conditions"):
        status["conditions"] = found["status"]["conditions"]
    return status
