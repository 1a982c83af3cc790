"""Removes pods for `drain`: by eviction, which disruption budgets may put off, or by deletion."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, waiting
from kubectl_lite.cli.errors import CommandError, plain_text, raise_all
from kubectl_lite.machinery.errors import ApiError

RETRY = 5.0                 # seconds between two tries to evict a protected pod
FOREVER = 168 * 3600.0
PODS = ("", "pods")


class Evictor:
    """One node's pods; `run` returns when all are gone."""

    def __init__(self, ctx, flags, strategy):
        self.ctx, self.flags, self.strategy = ctx, flags, strategy
        self.timeout = flags["timeout"] or FOREVER
        self.deadline = ctx.env.now() + self.timeout
        self.grace = flags["grace-period"]

    def run(self, pods: list[dict]) -> None:
        """Remove all; the errors together."""
        remove = self._delete if self.flags["disable-eviction"] else self._evict
        errors, gone_for = [], []
        for pod in pods:
            try:
                remove(pod)
                gone_for.append(pod)
            except CommandError as e:
                errors.append(e)
        for pod in gone_for:
            try:
                self._wait(pod)
            except CommandError as e:
                errors.append(e)
        raise_all(errors)

    def _options(self) -> dict:
        found = {"gracePeriodSeconds": self.grace} if self.grace >= 0 else {}
        return {**found, "dryRun": ["All"]} if self.strategy == dryrun.SERVER else found

    def _delete(self, pod):
        meta = pod["metadata"]
        try:
            self.ctx.client.delete(PODS, meta["name"], meta["namespace"], self._options() or None)
        except ApiError as e:
            if e.reason != "NotFound":
                raise CommandError(plain_text(e)) from None

    def _evict(self, pod):
        """Ask until the budget lets the pod go, or the time is over."""
        name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
        what = f'error when evicting pods/"{name}" -n "{namespace}"'
        while True:
            self.ctx.print(f"evicting pod {namespace}/{name}{dryrun.SUFFIX[self.strategy]}")
            if self.ctx.env.now() >= self.deadline:
                raise CommandError(f"{what}: global timeout reached: {duration_text(self.timeout)}")
            try:
                self.ctx.client.create(PODS, self._eviction(name, namespace), namespace, name, "eviction")
                return
            except ApiError as e:
                if e.reason == "NotFound":
                    return
                if e.reason != "TooManyRequests":
                    raise CommandError(f"{what}: {plain_text(e)}") from None
                self.ctx.error(f"{what} (will retry after {RETRY:.0f}s): {plain_text(e)}\n")
            self._rest()

    def _eviction(self, name, namespace) -> dict:
        body = {"kind": "Eviction", "apiVersion": "policy/v1", "metadata": {"name": name, "namespace": namespace}}
        return {**body, "deleteOptions": self._options()} if self._options() else body

    def _rest(self):
        """The pause before another try, in which the cluster may make room."""
        end = min(self.ctx.env.now() + RETRY, self.deadline)
        while self.ctx.env.now() < end:
            waiting.advance(self.ctx)
            waiting.pause(self.ctx, end)

    def _wait(self, pod):
        name, namespace, uid = pod["metadata"]["name"], pod["metadata"]["namespace"], pod["metadata"]["uid"]
        word = "deleted" if self.flags["disable-eviction"] else "evicted"
        if self.strategy == dryrun.NONE:
            if not waiting.until(self.ctx, lambda: self._is_gone(name, namespace, uid), max(self.deadline - self.ctx.env.now(), 0.001)):
                raise CommandError(f'error when waiting for pod "{name}" in namespace "{namespace}" to terminate: '
                                   f"global timeout reached: {duration_text(self.timeout)}")
        self.ctx.print(f"pod/{name} {word}{dryrun.SUFFIX[self.strategy]}")

    def _is_gone(self, name, namespace, uid) -> bool:
        try:
            return self.ctx.client.get(PODS, name, namespace)["metadata"]["uid"] != uid
        except ApiError as e:
            if e.reason == "NotFound":
                return True
            raise


def duration_text(seconds: float) -> str:
    """Go's Duration.String for whole seconds."""
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}h{minutes}m{left}s" if hours else f"{minutes}m{left}s" if minutes else f"{left}s"
