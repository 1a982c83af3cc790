"""TTL-after-finished controller: finished Jobs go when their time is up. Mirrors pkg/controller/ttlafterfinished."""
from __future__ import annotations

from kubectl_lite.controllers import owners
from kubectl_lite.machinery.env import parse_time

NAME, USER = "ttl-after-finished-controller", "system:serviceaccount:kube-system:ttl-after-finished-controller"
JOBS = "jobs.batch"
WATCHES = {JOBS: owners.own_key}


def reconcile(key, ctx):
    """One job; seconds until it goes."""
    job = ctx.cache.get(JOBS, *key)
    if job is None or owners.is_deleted(job):
        return None
    expiry = expires(job)
    if expiry is None or expiry > ctx.now:
        return None if expiry is None else expiry - ctx.now
    ctx.delete(JOBS, job, propagation="Foreground")
    return None


def expires(job: dict) -> float | None:
    """When the job is to go, in seconds since the epoch; None when it stays."""
    ttl = job["spec"].get("ttlSecondsAfterFinished")
    found = (job.get("status") or {}).get("conditions")
    done = [c for c in found or () if c["type"] in ("Complete", "Failed") and c["status"] == "True"]
    return parse_time(done[0]["lastTransitionTime"]) + ttl if ttl is not None and done else None
