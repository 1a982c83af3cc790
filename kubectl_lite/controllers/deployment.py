"""Deployment controller: replica sets for each template, and the rollout from one to the next. Mirrors pkg/controller/deployment.

Acts only; rollout.py does the arithmetic and deployment_status.py the status.
"""
from __future__ import annotations

from kubectl_lite.controllers import deployment_status as progress
from kubectl_lite.controllers import owners, pods, rollout
from kubectl_lite.controllers.hashing import template_hash
from kubectl_lite.machinery.errors import ApiError

NAME, USER = "deployment-controller", "system:serviceaccount:kube-system:deployment-controller"
DEPLOYMENTS, REPLICA_SETS, PODS = "deployments.apps", "replicasets.apps", "pods"


def _pod_keys(pod, cache):
    """A pod concerns a deployment that waits for its old pods to go (Recreate)."""
    above = owners.controller_of(pod)
    rs = cache.get(REPLICA_SETS, pod["metadata"]["namespace"], above["name"]) if above and above["kind"] == "ReplicaSet" else None
    keys = owners.controller_keys("Deployment", "apps")(rs, cache) if rs else []
    found = [cache.get(DEPLOYMENTS, *key) for key in keys]
    return keys if any(d and not rollout.is_rolling(d) for d in found) else []


WATCHES = {DEPLOYMENTS: owners.own_key, REPLICA_SETS: owners.selector_owner_keys(DEPLOYMENTS, "Deployment", "apps"), PODS: _pod_keys}


def reconcile(key, ctx):
    """One deployment: claim its replica sets, then take the next step of scaling or rolling out."""
    deployment = ctx.cache.get(DEPLOYMENTS, *key)
    if deployment is None:
        return None
    selector = owners.object_selector(deployment)
    if selector.empty():
        ctx.events.warning(deployment, "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.", once=True)
        return None
    sets = owners.claim(ctx, REPLICA_SETS, deployment, selector, ctx.cache.claimable(REPLICA_SETS, deployment))
    _Step(ctx, deployment, sets).run()
    current = ctx.cache.get(DEPLOYMENTS, *key)
    return progress.late_in(current, ctx.now) if current else None


class _Step:
    """One reconcile: the deployment with its replica sets, as they stand now."""

    def __init__(self, ctx, deployment, sets):
        self.ctx, self.deployment = ctx, deployment
        self.new = rollout.find_new(deployment, sets)
        self.old = [rs for rs in sets if rs is not self.new]

    def run(self):
        if owners.is_deleted(self.deployment):
            return self._sync_status()
        self._mark_paused()
        if self.deployment["spec"].get("paused"):
            return self._scale()
        if rollout.is_scaled(self.deployment, self._all()):
            return self._scale()
        return self._roll() if rollout.is_rolling(self.deployment) else self._recreate()

    def _all(self):
        return self.old + ([self.new] if self.new else [])

    def _mark_paused(self):
        made = progress.paused_condition(self.deployment, self.ctx.timestamp)
        if made:
            status = self.deployment.get("status") or {}
            found = progress.with_condition(status.get("conditions") or [], made)
            self.deployment = self.ctx.update_status(DEPLOYMENTS, self.deployment, {**status, "conditions": found})

    def _scale(self):
        self._sync_revision(create=False)
        for rs, size in rollout.plan_scale(self.deployment, self.new, self.old):
            self._resize(rs, size, always=True)
        if self.deployment["spec"].get("paused"):
            self._clean_up()
        self._sync_status()

    def _roll(self):
        self._sync_revision(create=True)
        if self.new is None:
            return
        size = rollout.replicas(self.deployment)
        if rollout.replicas(self.new) < size:
            size = rollout.new_size(self.deployment, self._all(), self.new)
        if self._resize(self.new, size):
            return self._sync_progress()
        plan = rollout.plan_old(self.deployment, self.new, self.old)
        for rs, size in plan:
            self._resize(rs, size)
        if not plan and progress.is_complete(self.deployment, self.deployment.get("status") or {}):
            self._clean_up()
        self._sync_progress()

    def _recreate(self):
        self._sync_revision(create=False)
        running = rollout.active(self.old)
        for rs in running:
            self._resize(rs, 0)
        if running or self._old_pods_run():
            return self._sync_progress()
        self._sync_revision(create=True)
        if self.new is None:
            return
        self._resize(self.new, rollout.replicas(self.deployment))
        if progress.is_complete(self.deployment, self.deployment.get("status") or {}):
            self._clean_up()
        self._sync_progress()

    def _old_pods_run(self):
        owned = (pod for rs in self.old for pod in self.ctx.cache.controlled(PODS, rs["metadata"]["uid"]))
        return any(pods.phase(pod) not in ("Succeeded", "Failed") for pod in owned)

    def _sync_revision(self, create):
        """Give the new replica set its revision and annotations, making it where it is missing and `create` says so."""
        newest = max((rollout.revision(rs) for rs in self.old), default=0) + 1
        if self.new is not None:
            self._revise(newest)
        elif create:
            self._make(newest)

    def _revise(self, newest):
        rs = self.new
        annotations = rollout.revised_annotations(self.deployment, rs["metadata"].get("annotations") or {}, newest, fresh=False)
        made = {**rs, "metadata": {**rs["metadata"], "annotations": annotations}}
        if rs["spec"].get("minReadySeconds", 0) != self.deployment["spec"].get("minReadySeconds", 0):
            made["spec"] = {**rs["spec"], "minReadySeconds": self.deployment["spec"].get("minReadySeconds", 0)}
        self.new = self.ctx.update(REPLICA_SETS, made, was=rs)
        self._found("FoundNewReplicaSet", f'Found new replica set "{rs["metadata"]["name"]}"', only_missing=True)

    def _make(self, newest):
        collisions = (self.deployment.get("status") or {}).get("collisionCount")
        wanted = _replica_set(self.deployment, newest, collisions, rollout.new_size(self.deployment, self.old, None))
        try:
            self.new = self.ctx.create(REPLICA_SETS, wanted)
        except ApiError as e:
            return self._not_made(e, wanted)
        size = rollout.replicas(self.new)
        if size:
            self._say_scaled(self.new, 0, size)
        self._found("NewReplicaSetCreated", f'Created new replica set "{self.new["metadata"]["name"]}"')

    def _not_made(self, error, wanted):
        """A replica set of that name belongs to somebody else: count the collision, so that the next hash is another."""
        status = self.deployment.get("status") or {}
        if error.reason == "AlreadyExists":
            status = {**status, "collisionCount": status.get("collisionCount", 0) + 1}
        elif rollout.has_deadline(self.deployment):
            made = progress.condition("Progressing", "False", "ReplicaSetCreateError",
                                      f'Failed to create new replica set "{wanted["metadata"]["name"]}": {error.message}', self.ctx.timestamp)
            status = {**status, "conditions": progress.with_condition(status.get("conditions") or [], made)}
        self.deployment = self.ctx.update_status(DEPLOYMENTS, self.deployment, status)
        raise error

    def _found(self, reason, message, only_missing=False):
        """Write the revision into the deployment, and that there is a new replica set."""
        status = self.deployment.get("status") or {}
        found = status.get("conditions") or []
        known = any(c["type"] == "Progressing" for c in found)
        if rollout.has_deadline(self.deployment) and not (only_missing and known):
            found = progress.with_condition(found, progress.condition("Progressing", "True", reason, message, self.ctx.timestamp))
        if found:
            status = {**status, "conditions": found}
        annotations = {**(self.deployment["metadata"].get("annotations") or {}), rollout.REVISION: self.new["metadata"]["annotations"][rollout.REVISION]}
        made = {**self.deployment, "metadata": {**self.deployment["metadata"], "annotations": annotations}, "status": status}
        self.deployment = self.ctx.update(DEPLOYMENTS, made, was=self.deployment, subresource="status")

    def _resize(self, rs, size, always=False) -> bool:
        """Give a replica set its size, with the annotations that say what for; whether the size is another."""
        before = rollout.replicas(rs)
        if before == size and not always:
            return False
        annotations = {**(rs["metadata"].get("annotations") or {}), **rollout.size_annotations(self.deployment)}
        made = {**rs, "metadata": {**rs["metadata"], "annotations": annotations}, "spec": {**rs["spec"], "replicas": size}}
        written = self.ctx.update(REPLICA_SETS, made, was=rs)
        self.old = [written if other is rs else other for other in self.old]
        self.new = written if rs is self.new else self.new
        if before != size:
            self._say_scaled(rs, before, size)
        return before != size

    def _say_scaled(self, rs, before, size):
        direction = "up" if size > before else "down"
        self.ctx.events.normal(self.deployment, "ScalingReplicaSet", f"Scaled {direction} replica set {rs['metadata']['name']} from {before} to {size}")

    def _clean_up(self):
        for rs in rollout.surplus_history(self.deployment, self.old):
            self.ctx.delete(REPLICA_SETS, rs)

    def _sync_status(self):
        status = progress.counted(self.deployment, self.new, self._all(), self.ctx.timestamp)
        self.ctx.update_status(DEPLOYMENTS, self.deployment, status)

    def _sync_progress(self):
        status = progress.progressed(self.deployment, self.new, self._all(), self.ctx.now, self.ctx.timestamp)
        self.ctx.update_status(DEPLOYMENTS, self.deployment, status)


def _replica_set(deployment, revision, collisions, size):
    """The replica set to create for the deployment's present template."""
    spec, meta = deployment["spec"], deployment["metadata"]
    hash_ = template_hash(spec["template"], collisions)
    template_meta = spec["template"].get("metadata") or {}
    wanted = {**(template_meta.get("labels") or {}), rollout.HASH_LABEL: hash_}
    selector = spec["selector"]
    made = {
        "replicas": size,
        "selector": {**selector, "matchLabels": {**(selector.get("matchLabels") or {}), rollout.HASH_LABEL: hash_}},
        "template": {**spec["template"], "metadata": {**template_meta, "labels": wanted}},
    }
    if spec.get("minReadySeconds"):
        made["minReadySeconds"] = spec["minReadySeconds"]
    return {
        "apiVersion": "apps/v1", "kind": "ReplicaSet",
        "metadata": {"name": f"{meta['name']}-{hash_}", "namespace": meta["namespace"], "labels": wanted,
                     "annotations": rollout.revised_annotations(deployment, {}, revision, fresh=True),
                     "ownerReferences": [owners.controller_reference(deployment)]},
        "spec": made,
    }
