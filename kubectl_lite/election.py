"""Who reconciles when several machines share one store: the holder of a Lease, as Kubernetes' own components elect their leader.

Mirrors client-go's leaderelection: a lease counts as abandoned when it has not been renewed for its duration as this machine has seen it,
so the clocks of the machines need not agree. Compare-and-swap on the Lease makes sure that there is one winner; a fence on the store makes
every write of the winner depend on the lease as it wrote it last, so who was thought dead and comes back writes nothing any more.
"""
from __future__ import annotations

import os
import time

from kubectl_lite.machinery.errors import ApiError

NAMESPACE, NAME = "kube-system", "kubectl-lite-reconcile"
LEASES = ("coordination.k8s.io", "leases")
DURATION, RENEW_AFTER, RETRY = 15, 5.0, 0.5  # seconds
PATIENCE = 120.0  # so long others wait for the leader to end
LOST = ("Conflict", "AlreadyExists", "NotFound")  # somebody else was faster


class NotLeading(Exception):
    """Somebody else reconciles; the text says who, and what to do."""

    clear, final = True, True


class Election:
    """Terms of office: entered by winning the lease, left by giving it back.

    `fence(revision)` has the store refuse commits unless the lease has that revision (0: no fence). What was seen of other leaders is
    remembered from one term to the next.
    """

    def __init__(self, client, env, fence=lambda revision: None):
        self._client, self._env, self._fence = client, env, fence
        self.identity = f"{os.uname().nodename}_{env.uuid()}"
        self._lease, self._renewed = None, 0.0
        self._seen, self._since = None, 0.0

    def win(self, say=None, patience: float = PATIENCE) -> "Election":
        """Wait until this machine leads; NotLeading when another still does after `patience` seconds. `say` is told once that it waits."""
        end = time.monotonic() + patience
        while not self._attempt():
            holder, renewed = self._seen
            if time.monotonic() >= end:
                raise NotLeading(f"{holder} reconciles (lease {NAMESPACE}/{NAME}, renewed {renewed}): it does the work of this command too")
            if say and holder:
                say(f"{holder} reconciles; waiting for its end")
                say = None
            time.sleep(RETRY)
        return self

    def _attempt(self) -> bool:
        """Look once, and take the lease where it is free or abandoned; whether this machine leads now."""
        lease = self._read()
        spec = (lease or {}).get("spec", {})
        seen = spec.get("holderIdentity") or "", spec.get("renewTime", "")
        if seen != self._seen:
            self._seen, self._since = seen, time.monotonic()
        abandoned = time.monotonic() - self._since > spec.get("leaseDurationSeconds", DURATION)
        return (not seen[0] or abandoned) and self._take(lease)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        try:
            if not getattr(error, "final", False):
                self._write({**self._lease, "spec": {**self._lease["spec"], "holderIdentity": "", "leaseDurationSeconds": 1}})
        except ApiError:
            pass  # taken over meanwhile: nothing to give back
        finally:
            self._fence(0)

    def keeping(self, handle):
        """The same Handler, renewing the lease in time; NotLeading when somebody has taken it."""
        def renewing(request):
            if time.monotonic() - self._renewed > RENEW_AFTER:
                self._renew()
            return handle(request)
        return renewing

    def _renew(self):
        try:
            self._write({**self._lease, "spec": {**self._lease["spec"], "renewTime": self._env.micro_timestamp()}})
        except ApiError as error:
            raise NotLeading(f"the lease {NAMESPACE}/{NAME} was lost ({error.message}); run reconcile again") from None

    def _take(self, lease):
        """Whether this machine got the lease; False when another was faster."""
        now = self._env.micro_timestamp()
        old = (lease or {}).get("spec", {})
        spec = {"holderIdentity": self.identity, "leaseDurationSeconds": DURATION, "acquireTime": now, "renewTime": now,
                "leaseTransitions": old.get("leaseTransitions", 0) + bool(lease)}
        try:
            if lease is None:
                self._created(spec)
            else:
                self._write({**lease, "spec": spec})
        except ApiError as error:
            if error.reason in LOST:
                return False
            raise
        return True

    def _created(self, spec):
        obj = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": NAME, "namespace": NAMESPACE}, "spec": spec}
        self._wrote(self._client.create(LEASES, obj))

    def _write(self, lease):
        self._wrote(self._client.update(LEASES, lease))

    def _wrote(self, lease):
        self._lease, self._renewed = lease, time.monotonic()
        self._fence(int(lease["metadata"]["resourceVersion"]))

    def _read(self):
        try:
            return self._client.get(LEASES, NAME, NAMESPACE)
        except ApiError as error:
            if error.reason == "NotFound":
                return None
            raise
