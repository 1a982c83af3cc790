"""Who reconciles when several machines share one store: the holder of a Lease, as Kubernetes' own components elect their leader.

Mirrors client-go's leaderelection: a lease counts as abandoned when it has not been renewed for its duration as this machine has seen it,
so the clocks of the machines need not agree. Compare-and-swap on the Lease makes sure that there is one winner.
"""
from __future__ import annotations

import os
import time

from kubectl_lite.machinery.errors import ApiError

NAMESPACE, NAME = "kube-system", "kubectl-lite-reconcile"
LEASES = ("coordination.k8s.io", "leases")
DURATION, RENEW_AFTER, RETRY = 15, 5.0, 0.5  # seconds
PATIENCE = 120.0  # so long others wait for the leader to end


class NotLeading(Exception):
    """Somebody else reconciles; the text says who, and what to do."""

    clear = True


class Election:
    """A term of office: entered by winning the lease, left by giving it back."""

    def __init__(self, client, env, say=None, patience: float = PATIENCE):
        self._client, self._env, self._say, self._patience = client, env, say or (lambda text: None), patience
        self.identity = f"{os.uname().nodename}_{env.uuid()}"
        self._lease, self._renewed = None, 0.0

    def __enter__(self):
        end, seen, since, told = time.monotonic() + self._patience, None, 0.0, False
        while True:
            lease = self._read()
            holder, renewed = _holder(lease)
            if (holder, renewed) != seen:
                seen, since = (holder, renewed), time.monotonic()
            abandoned = time.monotonic() - since > (lease or {}).get("spec", {}).get("leaseDurationSeconds", DURATION)
            if (not holder or abandoned) and self._take(lease):
                return self
            if time.monotonic() >= end:
                raise NotLeading(f"{holder} reconciles (lease {NAMESPACE}/{NAME}, renewed {renewed}): it does the work of this command too")
            if not told and holder:
                told = True
                self._say(f"{holder} reconciles; waiting for its end")
            time.sleep(RETRY)

    def __exit__(self, kind, error, trace):
        if kind is not NotLeading:
            try:
                self._write({**self._lease, "spec": {**self._lease["spec"], "holderIdentity": "", "leaseDurationSeconds": 1}})
            except ApiError:
                pass  # taken over meanwhile: nothing to give back

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
            if error.reason in ("Conflict", "AlreadyExists", "NotFound"):
                return False
            raise
        return True

    def _created(self, spec):
        obj = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": NAME, "namespace": NAMESPACE}, "spec": spec}
        self._lease, self._renewed = self._client.create(LEASES, obj), time.monotonic()

    def _write(self, lease):
        self._lease, self._renewed = self._client.update(LEASES, lease), time.monotonic()

    def _read(self):
        try:
            return self._client.get(LEASES, NAME, NAMESPACE)
        except ApiError as error:
            if error.reason == "NotFound":
                return None
            raise


def _holder(lease):
    spec = (lease or {}).get("spec", {})
    return spec.get("holderIdentity") or "", spec.get("renewTime", "")
