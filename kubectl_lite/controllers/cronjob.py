"""CronJob controller: a Job at each time of the schedule. Mirrors pkg/controller/cronjob (the second version)."""
from __future__ import annotations

import time

from kubectl_lite.controllers import conditions, owners
from kubectl_lite.machinery import cron
from kubectl_lite.machinery.env import format_time, parse_time

NAME, USER = "cronjob-controller", "system:serviceaccount:kube-system:cronjob-controller"
CRON_JOBS, JOBS = "cronjobs.batch", "jobs.batch"
SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp"
SKEW = 0.1  # seconds added to a wait, so that the moment has come
WATCHES = {CRON_JOBS: owners.own_key, JOBS: owners.controller_keys("CronJob", "batch")}


def reconcile(key, ctx):
    """One cron job; seconds until the next time of its schedule."""
    found = ctx.cache.get(CRON_JOBS, *key)
    if found is None:
        return None
    step = _Step(ctx, found)
    step.clean_up()
    step.follow()
    wait = step.schedule() if not owners.is_deleted(found) else None
    step.write()
    return wait


def outcome(job: dict) -> str:
    """ "Complete" or "Failed" for a finished job, "" for another."""
    found = (job.get("status") or {}).get("conditions")
    return next((t for t in ("Complete", "Failed") if conditions.is_true(found, t)), "")


class _Step:
    """One reconcile: the cron job, its jobs, and its status as it will be."""

    def __init__(self, ctx, found):
        self.ctx, self.found, self.spec = ctx, found, found["spec"]
        self.jobs = ctx.cache.controlled(JOBS, found["metadata"]["uid"])
        self.status = dict(found.get("status") or {})
        self.active = list(self.status.get("active") or [])

    def clean_up(self):
        """Keep only so many finished jobs of either outcome, the newest."""
        for result, limit in (("Complete", self.spec.get("successfulJobsHistoryLimit")), ("Failed", self.spec.get("failedJobsHistoryLimit"))):
            done = sorted((j for j in self.jobs if outcome(j) == result), key=_started)
            for job in done[:max(len(done) - limit, 0)] if limit is not None else []:
                self._remove(job)

    def _remove(self, job):
        self.ctx.delete(JOBS, job, propagation="Background")
        self.active = [r for r in self.active if r["uid"] != job["metadata"]["uid"]]
        self.ctx.events.normal(self.found, "SuccessfulDelete", f"Deleted job {job['metadata']['name']}")
        self.jobs = [j for j in self.jobs if j is not job]

    def follow(self):
        """Bring the list of active jobs up to date."""
        for job in self.jobs:
            listed = any(r["uid"] == job["metadata"]["uid"] for r in self.active)
            result = outcome(job)
            if listed and result:
                self._end(job, result)
            elif not listed and not result:
                text = f"Saw a job that the controller did not create or forgot: {job['metadata']['name']}"
                self.ctx.events.warning(self.found, "UnexpectedJob", text, once=True)
        there = {j["metadata"]["uid"] for j in self.jobs}
        for reference in [r for r in self.active if r["uid"] not in there]:
            self.ctx.events.normal(self.found, "MissingJob", f"Active job went missing: {reference['name']}")
            self.active.remove(reference)

    def _end(self, job, result):
        self.active = [r for r in self.active if r["uid"] != job["metadata"]["uid"]]
        self.ctx.events.normal(self.found, "SawCompletedJob", f"Saw completed job: {job['metadata']['name']}, condition: {result}")
        ended = (job.get("status") or {}).get("completionTime")
        if result == "Complete" and ended and ended > self.status.get("lastSuccessfulTime", ""):
            self.status["lastSuccessfulTime"] = ended

    def schedule(self):
        """Make the job that is due; seconds until the next."""
        if self.spec.get("suspend"):
            return None
        try:
            schedule = cron.parse(self.spec["schedule"])
        except cron.CronError as e:
            self.ctx.events.warning(self.found, "UnparseableSchedule", f"unparseable schedule: {self.spec['schedule']} : {e}", once=True)
            return None
        zone = self.spec.get("timeZone") or ""
        due = last_due(self.found, schedule, zone, self.ctx.now)
        if due is not None:
            self._start(due)
        following = schedule.next(self.ctx.now, zone)
        return None if following is None else following - self.ctx.now + SKEW

    def _start(self, due):
        deadline = self.spec.get("startingDeadlineSeconds")
        if deadline is not None and due + deadline < self.ctx.now:
            self.ctx.events.warning(self.found, "MissSchedule", f"Missed scheduled time to start a job: {_long_time(due)}", once=True)
            return
        policy = self.spec.get("concurrencyPolicy", "Allow")
        if policy == "Forbid" and self.active:
            text = "Not starting job because prior execution is running and concurrency policy is Forbid"
            self.ctx.events.normal(self.found, "JobAlreadyActive", text, once=True)
            return
        if policy == "Replace":
            for job in [j for j in self.jobs if any(r["uid"] == j["metadata"]["uid"] for r in self.active)]:
                self._remove(job)
        self._create(due)

    def _create(self, due):
        wanted = new_job(self.found, due)
        job = self.ctx.cache.get(JOBS, wanted["metadata"]["namespace"], wanted["metadata"]["name"])
        if job is None:
            job = self.ctx.create(JOBS, wanted)
            self.ctx.events.normal(self.found, "SuccessfulCreate", f"Created job {job['metadata']['name']}")
        meta = job["metadata"]
        if owners.is_controlled_by(job, self.found) and not any(r["uid"] == meta["uid"] for r in self.active):
            self.active.append({"apiVersion": "batch/v1", "kind": "Job", "name": meta["name"], "namespace": meta["namespace"],
                                "resourceVersion": meta["resourceVersion"], "uid": meta["uid"]})
        self.status["lastScheduleTime"] = format_time(due)

    def write(self):
        self.status.pop("active", None)
        if self.active:
            self.status["active"] = self.active
        if self.status != (self.found.get("status") or {}):
            self.ctx.update_status(CRON_JOBS, self.found, self.status)


def _started(job):
    return (job.get("status") or {}).get("startTime") or job["metadata"]["creationTimestamp"], job["metadata"]["name"]


def _long_time(when):
    return time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(when))


def last_due(found: dict, schedule, zone: str, now: float) -> float | None:
    """The latest time of the schedule since the last job (or the creation), in seconds since the epoch; None when none has come."""
    since = parse_time((found.get("status") or {}).get("lastScheduleTime") or found["metadata"]["creationTimestamp"])
    deadline = found["spec"].get("startingDeadlineSeconds")
    if deadline is not None:
        since = max(since, now - deadline)
    first = schedule.next(since, zone)
    if first is None or first > now:
        return None
    second = schedule.next(first, zone)
    if second is None or second > now:
        return first
    # Many times were missed: look from one period before now on, then earlier, rather than count them all.
    period = second - first
    latest = first
    start = max(first, now - 2 * period)
    while (following := schedule.next(start, zone)) is not None and following <= now:
        latest = start = following
    return latest


def new_job(found: dict, due: float) -> dict:
    """The job for one time of the schedule, named after the minute."""
    template, meta = found["spec"]["jobTemplate"], found["metadata"]
    own = template.get("metadata") or {}
    made = {"name": f"{meta['name']}-{int(due) // 60}", "namespace": meta["namespace"], "ownerReferences": [owners.controller_reference(found)],
            "annotations": {**(own.get("annotations") or {}), SCHEDULED: format_time(due)}}
    if own.get("labels"):
        made["labels"] = dict(own["labels"])
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": made, "spec": template["spec"]}
