"""Job controller: pods until enough have succeeded, or too many failed. Mirrors pkg/controller/job.

Pods carry a finalizer until they are counted, and are counted once: first their uids go into the status, then the finalizers go,
then the numbers are raised. job_plan.py does the counting.
"""
from __future__ import annotations

from kubectl_lite.controllers import conditions, job_indexes, job_plan, job_policy, owners, pods
from kubectl_lite.controllers.job_plan import FINALIZER
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import STRATEGIC_PATCH

NAME, USER = "job-controller", "system:serviceaccount:kube-system:job-controller"
JOBS, PODS = "jobs.batch", "pods"
WATCHES = {JOBS: owners.own_key, PODS: owners.selector_owner_keys(JOBS, "Job", "batch")}
COMPLETE, FAILED, CRITERIA, TARGET, SUSPENDED = "Complete", "Failed", "SuccessCriteriaMet", "FailureTarget", "Suspended"
REACHED = ("CompletionsReached", "Reached expected number of succeeded pods")
MANAGED_BY = "kubernetes.io/job-controller"


def reconcile(key, ctx):
    """One job; seconds until time alone gives it something to do."""
    job = ctx.cache.get(JOBS, *key)
    if job is None:
        return _release_orphans(ctx, key)
    if job["spec"].get("managedBy", MANAGED_BY) != MANAGED_BY:
        return None
    mine = owners.claim(ctx, PODS, job, owners.object_selector(job), ctx.cache.claimable(PODS, job))
    if is_finished(job) or owners.is_deleted(job):
        for pod in mine:
            _untrack(ctx, pod)
        return None
    return _Step(ctx, job, mine).run()


def is_finished(job: dict) -> bool:
    return any(conditions.is_true((job.get("status") or {}).get("conditions"), type_) for type_ in (COMPLETE, FAILED))


def _release_orphans(ctx, key):
    """The job is gone: its pods need not wait to be counted."""
    for pod in ctx.cache.list(PODS, key[0]):
        reference = owners.controller_of(pod)
        if reference and reference["kind"] == "Job" and reference["name"] == key[1]:
            _untrack(ctx, pod)


def _untrack(ctx, pod):
    finalizers = pod["metadata"].get("finalizers") or []
    if FINALIZER not in finalizers:
        return
    patch = {"metadata": {"$deleteFromPrimitiveList/finalizers": [FINALIZER]}}
    try:
        ctx.patch(PODS, pod, patch, STRATEGIC_PATCH)
    except ApiError as e:
        if e.code != 404:
            raise
    ctx.cache.poll(PODS)


class _Step:
    """One reconcile of an unfinished job."""

    def __init__(self, ctx, job, mine):
        self.ctx, self.job = ctx, job
        self.count = job_plan.Count(job, mine)
        self.found = list((job.get("status") or {}).get("conditions") or [])
        self.start_time = (job.get("status") or {}).get("startTime")
        self.wait = None

    def run(self):
        suspended = bool(self.job["spec"].get("suspend"))
        if not self.start_time and not suspended:
            self.start_time = self.ctx.timestamp
        target, criteria = self._targets()
        active = len(self.count.active)
        if target or criteria:
            self._delete(self.count.active, untrack=False)
            active = 0
        elif suspended:
            self._delete(self.count.active, untrack=True)
            active = 0
        else:
            active = self._manage()
        if not target and not criteria:
            self._mark_suspended(suspended)
        self._write(active, target, criteria)
        return self.wait

    def _targets(self):
        """(the failure, the success) that the job has come to: each a (reason, message) or None."""
        marked = conditions.find(self.found, TARGET)
        if marked:
            return (marked["reason"], marked["message"]), None
        met = conditions.find(self.found, CRITERIA)
        if met:
            return None, (met["reason"], met["message"])
        reason, message = job_plan.failure(self.job, self.count, self.ctx.now)
        if reason:
            return (reason, message), None
        rule = job_policy.matched_success_rule(self.job["spec"].get("successPolicy"), self.count.completions or 0, self.count.succeeded_indexes)
        if rule:
            return None, ("SuccessPolicy", rule)
        return None, REACHED if self.count.is_complete else None

    def _manage(self):
        """Make or remove pods; how many are active then."""
        count = self.count
        have, wanted = len(count.active), count.wanted()
        if have > wanted:
            surplus = count.surplus(have - max(wanted, 0))
            self._delete(surplus, untrack=True)
            return have - len(surplus)
        missing = wanted - have - (len(count.terminating) if job_plan.replaces_only_failed(self.job) else 0)
        if missing <= 0:
            return have
        return have + self._create(missing)

    def _create(self, missing):
        """Make pods, those whose back-off is over; how many."""
        made = 0
        for index in self._ready_places(missing):
            try:
                pod = self.ctx.create(PODS, new_pod(self.job, index, self._failures(index)))
            except ApiError as e:
                self.ctx.events.warning(self.job, "FailedCreate", f"Error creating: {e.message}")
                break
            made += 1
            self.ctx.events.normal(self.job, "SuccessfulCreate", f"Created pod: {pod['metadata']['name']}")
        return made

    def _ready_places(self, missing):
        """The indexes (None where there are none) for which a pod may be made now; how long the others wait is noted."""
        count, places = self.count, self.count.free_indexes(missing) if self.count.indexed else [None] * missing
        waits = {}
        for place in set(places):
            mine = [p for p in count.mine if job_indexes.of(p) == place] if self._counts_by_index() else count.mine
            waits[place] = job_plan.backoff(mine, self.ctx.now)
        self.wait = min((wait for wait in waits.values() if wait), default=None)
        return [place for place in places if not waits[place]]

    def _counts_by_index(self):
        return self.count.indexed and self.job["spec"].get("backoffLimitPerIndex") is not None

    def _failures(self, index):
        return self.count.failures_of(index) if self._counts_by_index() else None

    def _delete(self, victims, untrack):
        """Remove pods; those that shall not count as failures are let go of first."""
        for pod in victims:
            if untrack:
                _untrack(self.ctx, pod)
            self.ctx.delete(PODS, pod)
            self.ctx.events.normal(self.job, "SuccessfulDelete", f"Deleted pod: {pod['metadata']['name']}")

    def _mark_suspended(self, suspended):
        marked = conditions.find(self.found, SUSPENDED)
        if suspended and not (marked and marked["status"] == "True"):
            self._set(SUSPENDED, "True", "JobSuspended", "Job suspended")
            self.ctx.events.normal(self.job, "Suspended", "Job suspended")
        elif not suspended and marked and marked["status"] == "True":
            self._set(SUSPENDED, "False", "JobResumed", "Job resumed")
            self.start_time = self.ctx.timestamp
            self.ctx.events.normal(self.job, "Resumed", "Job resumed")

    def _set(self, type_, status, reason, message):
        now = self.ctx.timestamp
        self.found = conditions.put(self.found, {"type": type_, "status": status, "lastProbeTime": now, "lastTransitionTime": now,
                                                 "reason": reason, "message": message})

    def _write(self, active, target, criteria):
        """The status in its two phases: uids first, numbers when the finalizers are gone; the end of the job when nothing is left of it."""
        if target and not conditions.find(self.found, TARGET):
            self._set(TARGET, "True", *target)
        if criteria and not conditions.find(self.found, CRITERIA):
            self._set(CRITERIA, "True", *criteria)
        uncounted = self._uncounted()
        if uncounted:
            self.job = self.ctx.update_status(JOBS, self.job, self._status(active, uncounted, before=True))
        for pod in [*self.count.new_succeeded, *self.count.new_failed, *self.count.ignored]:
            _untrack(self.ctx, pod)
        left = any(not pods.is_active(p) and pods.is_terminating(p) for p in self.ctx.cache.controlled(PODS, self.job["metadata"]["uid"]))
        finished = (target or criteria) and not active and not left
        if finished:
            self._set(FAILED if target else COMPLETE, "True", *(target or criteria))
        status = self._status(active, {}, before=False)
        if finished and not target:
            status["completionTime"] = self.ctx.timestamp
        self.ctx.update_status(JOBS, self.job, status)
        if finished:
            self._say_finished(target)

    def _say_finished(self, target):
        if target:
            self.ctx.events.warning(self.job, *target)
        else:
            self.ctx.events.normal(self.job, "Completed", "Job completed")

    def _uncounted(self):
        found = {"succeeded": [p["metadata"]["uid"] for p in self.count.new_succeeded], "failed": [p["metadata"]["uid"] for p in self.count.new_failed]}
        return {name: uids for name, uids in found.items() if uids}

    def _status(self, active, uncounted, before):
        """The status; `before` the numbers are raised, or after."""
        count, old = self.count, self.job.get("status") or {}
        mine = self.ctx.cache.controlled(PODS, self.job["metadata"]["uid"])
        status = {"uncountedTerminatedPods": uncounted, "ready": sum(pods.is_active(p) and pods.is_ready(p) for p in mine),
                  "terminating": sum(map(pods.is_terminating, mine))}
        numbers = {"active": active, "succeeded": old.get("succeeded", 0) if before else count.succeeded,
                   "failed": old.get("failed", 0) if before else count.failed}
        status.update((name, number) for name, number in numbers.items() if number)
        if self.found:
            status["conditions"] = self.found
        if self.start_time:
            status["startTime"] = self.start_time
        if count.indexed:
            self._add_indexes(status)
        return status

    def _add_indexes(self, status):
        if self.count.succeeded_indexes:
            status["completedIndexes"] = job_indexes.text(self.count.succeeded_indexes)
        if self.job["spec"].get("backoffLimitPerIndex") is not None:
            status["failedIndexes"] = job_indexes.text(self.count.failed_indexes)


def new_pod(job: dict, index: int | None, failures: int | None = None) -> dict:
    """The pod to create for a job, for a completion index where it has those, with the failures of that index where they count."""
    pod = pods.from_template(job["spec"]["template"], job)
    meta, spec = pod["metadata"], pod["spec"]
    meta["finalizers"] = [*(meta.get("finalizers") or []), FINALIZER]
    if index is None:
        return pod
    meta["generateName"] = f"{job['metadata']['name']}-{index}-"
    meta["annotations"] = {**(meta.get("annotations") or {}), job_indexes.ANNOTATION: str(index)}
    if failures is not None:
        meta["annotations"][job_plan.FAILURE_COUNT] = str(failures)
    meta["labels"] = {**(meta.get("labels") or {}), job_indexes.ANNOTATION: str(index)}
    spec["hostname"] = f"{job['metadata']['name']}-{index}"
    for field in ("initContainers", "containers"):
        if spec.get(field):
            spec[field] = [_told_index(container) for container in spec[field]]
    return pod


def _told_index(container):
    variable = {"name": "JOB_COMPLETION_INDEX", "valueFrom": {"fieldRef": {"fieldPath": f"metadata.labels['{job_indexes.ANNOTATION}']"}}}
    present = container.get("env") or []
    return container if any(v["name"] == variable["name"] for v in present) else {**container, "env": [*present, variable]}
