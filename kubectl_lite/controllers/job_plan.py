"""What a Job comes to: pods counted once, how many to make or remove, whether it is done. Pure. Mirrors pkg/controller/job."""
from __future__ import annotations

from kubectl_lite.controllers import job_indexes, job_policy, owners, pods
from kubectl_lite.machinery.env import parse_time

FINALIZER = "batch.kubernetes.io/job-tracking"
FAILURE_COUNT = "batch.kubernetes.io/job-index-failure-count"
BACKOFF, BACKOFF_MAX = 10.0, 600.0  # seconds


class Count:
    """The pods of a job and what they count for. `succeeded` and `failed` include those that were counted just now."""

    def __init__(self, job, mine):
        self.job, spec, status = job, job["spec"], job.get("status") or {}
        self.completions, self.parallelism = spec.get("completions"), spec.get("parallelism", 1)
        self.indexed = spec.get("completionMode") == "Indexed"
        self.mine = mine
        self.active = [p for p in mine if pods.is_active(p)]
        self.terminating = [p for p in mine if pods.is_terminating(p)]
        self.new_succeeded, self.new_failed, self.ignored = [], [], []
        self.fail_message = ""
        self._sort_finished()
        self.succeeded_indexes = job_indexes.parse(status.get("completedIndexes", ""), self.completions or 0)
        self.failed_indexes = job_indexes.parse(status.get("failedIndexes", ""), self.completions or 0)
        self._count_indexes()
        self.succeeded = len(self.succeeded_indexes) if self.indexed else status.get("succeeded", 0) + len(self.new_succeeded) + self._half("succeeded")
        self.failed = status.get("failed", 0) + len(self.new_failed) + self._half("failed")

    def _half(self, outcome):
        """Pods that a step which did not come to its end had noted and let go of, but not yet counted."""
        noted = ((self.job.get("status") or {}).get("uncountedTerminatedPods") or {}).get(outcome) or ()
        tracked = {p["metadata"]["uid"] for p in self.mine if FINALIZER in (p["metadata"].get("finalizers") or ())}
        return sum(uid not in tracked for uid in noted)

    def _sort_finished(self):
        """The finished pods that have not been counted: those that still carry the finalizer."""
        for pod in self.mine:
            if FINALIZER not in (pod["metadata"].get("finalizers") or ()):
                continue
            if pods.phase(pod) == "Succeeded":
                self.new_succeeded.append(pod)
            elif is_failed(pod, self.job):
                verdict = job_policy.judge(self.job["spec"].get("podFailurePolicy"), pod)
                (self.ignored if verdict.action == job_policy.IGNORE else self.new_failed).append(pod)
                if verdict.action == job_policy.FAIL_JOB and not self.fail_message:
                    self.fail_message = verdict.message

    def _count_indexes(self):
        if not self.indexed:
            return
        self.succeeded_indexes |= {i for p in self.new_succeeded if 0 <= (i := job_indexes.of(p)) < self.completions}
        limit = self.job["spec"].get("backoffLimitPerIndex")
        if limit is None:
            return
        for pod in self.new_failed:
            given_up = job_policy.judge(self.job["spec"].get("podFailurePolicy"), pod).action == job_policy.FAIL_INDEX
            if failures_before(pod) >= limit or given_up:
                self.failed_indexes.add(job_indexes.of(pod))

    @property
    def is_complete(self) -> bool:
        """Whether enough pods have succeeded."""
        if self.completions is None:
            return self.succeeded > 0 and not self.active
        return self.succeeded >= self.completions

    def wanted(self) -> int:
        """How many pods should be active."""
        if self.completions is None:
            return len(self.active) if self.succeeded > 0 else self.parallelism
        return min(self.completions - self.succeeded - len(self.failed_indexes), self.parallelism)

    def free_indexes(self, count: int) -> list:
        """The lowest indexes that have neither succeeded, nor failed for good, nor a pod at work."""
        busy = {job_indexes.of(p) for p in self.active} | self.succeeded_indexes | self.failed_indexes
        if replaces_only_failed(self.job):
            busy |= {job_indexes.of(p) for p in self.terminating}
        return [i for i in range(self.completions) if i not in busy][:count]

    def failures_of(self, index: int) -> int:
        """How often the pods of an index have failed."""
        return max((failures_before(p) + 1 for p in self.mine if job_indexes.of(p) == index and is_failed(p, self.job)), default=0)

    def surplus(self, count: int) -> list:
        """The active pods to remove: of doubled indexes first, then those that are furthest from running."""
        seen, doubled, single = set(), [], []
        for pod in sorted(self.active, key=lambda p: (not pods.is_ready(p), p["metadata"]["creationTimestamp"], p["metadata"]["name"])):
            index = job_indexes.of(pod)
            (doubled if self.indexed and index in seen else single).append(pod)
            seen.add(index)
        return (doubled + single[::-1])[:count]


def failures_before(pod: dict) -> int:
    """How many pods of its index had failed when the pod was made."""
    return int((pod["metadata"].get("annotations") or {}).get(FAILURE_COUNT, 0))


def replaces_only_failed(job: dict) -> bool:
    """Whether a pod is replaced only when it has ended, not when it begins to."""
    return job["spec"].get("podReplacementPolicy") == "Failed"


def is_failed(pod: dict, job: dict) -> bool:
    """Whether a pod counts as failed: also one that is being deleted, unless the job waits for its end."""
    if pods.phase(pod) == "Failed":
        return True
    return owners.is_deleted(pod) and pods.phase(pod) != "Succeeded" and not replaces_only_failed(job)


def failure(job: dict, count: Count, now: float) -> tuple[str, str]:
    """(reason, message) why the job has failed; ("", "") when it has not."""
    spec, status = job["spec"], job.get("status") or {}
    if count.fail_message:
        return "PodFailurePolicy", count.fail_message
    limit = spec.get("backoffLimit", 6)
    if count.failed > limit or _restarted_too_often(spec, count, limit):
        return "BackoffLimitExceeded", "Job has reached the specified backoff limit"
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and status.get("startTime") and not spec.get("suspend") and now - parse_time(status["startTime"]) >= deadline:
        return "DeadlineExceeded", "Job was active longer than specified deadline"
    if count.indexed and count.failed_indexes:
        most = spec.get("maxFailedIndexes")
        if most is not None and len(count.failed_indexes) > most:
            return "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes"
        if len(count.failed_indexes) + count.succeeded >= count.completions:
            return "FailedIndexes", "Job has failed indexes"
    return "", ""


def _restarted_too_often(spec, count, limit):
    if spec["template"]["spec"].get("restartPolicy") != "OnFailure":
        return False
    total = sum(s.get("restartCount", 0) for p in count.active for s in (p.get("status") or {}).get("containerStatuses") or ())
    return total > 0 if limit == 0 else total >= limit


def backoff(mine, now: float) -> float:
    """Seconds until a new pod may be made: 10 s after the last failure, doubling with each since the last success, up to 10 minutes.

    `mine` are the pods of the job, or those of one index where failures count for each index.
    """
    failed = sorted(finished_at(p) for p in mine if pods.phase(p) == "Failed")
    last_success = max((finished_at(p) for p in mine if pods.phase(p) == "Succeeded"), default=0.0)
    since = [when for when in failed if when > last_success]
    if not since:
        return 0.0
    return max(since[-1] + min(BACKOFF * 2 ** (len(since) - 1), BACKOFF_MAX) - now, 0.0)


def finished_at(pod: dict) -> float:
    """When a pod ended, in seconds since the epoch: its last container's end, else the end of readiness, its deletion, its creation."""
    status, meta = pod.get("status") or {}, pod["metadata"]
    ends = [s["state"]["terminated"]["finishedAt"] for s in status.get("containerStatuses") or ()
            if ((s.get("state") or {}).get("terminated") or {}).get("finishedAt")]
    if ends:
        return max(map(parse_time, ends))
    ready = [c["lastTransitionTime"] for c in status.get("conditions") or () if c["type"] == "Ready" and c.get("lastTransitionTime")]
    return parse_time((ready or [meta.get("deletionTimestamp") or meta["creationTimestamp"]])[0])
