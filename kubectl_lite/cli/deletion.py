"""Deleting objects as `delete` does, for every command that deletes: options, the lines it prints, waiting."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, waiting
from kubectl_lite.cli.errors import CommandError, add_source
from kubectl_lite.machinery.errors import ApiError

CASCADES = {"background": "Background", "foreground": "Foreground", "orphan": "Orphan"}
OLD_CASCADES = {"true": "background", "false": "orphan"}
FOREVER = 168 * 3600.0
FORCED = ("Immediate deletion does not wait for confirmation that the running resource has been terminated. "
          "The resource may continue to run on the cluster indefinitely.")


def asked_cascade(ctx, value: str) -> str:
    """The propagation policy of --cascade as a command begins: an old spelling is warned about."""
    if value in OLD_CASCADES:
        ctx.error(f"warning: --cascade={value} is deprecated (boolean value) and can be replaced with --cascade={OLD_CASCADES[value]}.\n")
    return cascade(value)


def cascade(value: str) -> str:
    """--cascade as a propagation policy; true and false are the old spellings."""
    value = OLD_CASCADES.get(value, value)
    if value in CASCADES:
        return CASCADES[value]
    raise CommandError(f'invalid cascade value ({value}). Must be "background", "foreground", or "orphan"')


def options(grace: int, policy: str, strategy: str = dryrun.NONE) -> dict:
    """DeleteOptions; a negative grace period leaves it to the object. They say themselves whether it is a dry run: beside a body no query counts."""
    body = {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": policy}
    if grace >= 0:
        body["gracePeriodSeconds"] = grace
    if strategy == dryrun.SERVER:
        body["dryRun"] = ["All"]
    return body


class Deleter:
    """Deletes targets one by one and remembers them, so that the end of all can be waited for."""

    def __init__(self, ctx, policy: str, grace: int, strategy: str = dryrun.NONE, by_name: bool = False, quiet: bool = False,
                 warn_cluster_scope: bool = False):
        self.ctx, self.policy, self.grace, self.strategy, self.by_name, self.quiet = ctx, policy, grace, strategy, by_name, quiet
        self.warn_cluster_scope = warn_cluster_scope
        self.found, self.waits = 0, []

    def delete(self, info) -> None:
        self.found += 1
        if self.warn_cluster_scope and not info.resource.namespaced:
            self.ctx.error("Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n")
            self.warn_cluster_scope = False
        if self.strategy != dryrun.CLIENT:
            self._send(info)
        if not self.quiet:
            self.ctx.print(self.line(info))

    def _send(self, info):
        try:
            answer = self.ctx.client.delete(info.resource, info.name, info.namespace, options(self.grace, self.policy, self.strategy))
        except ApiError as e:
            raise add_source("deleting", info.source, e) from None
        self.waits.append((info, uid_of(answer)))

    def line(self, info) -> str:
        """`configmap "a" deleted from demo namespace`, or with -o name `configmap/a`."""
        kind = info.resource.kind.lower() + (f".{info.resource.group}" if info.resource.group else "")
        if self.by_name:
            return f"{kind}/{info.name}"
        word = "force deleted" if self.grace == 0 else "deleted"
        where = f" from {info.namespace} namespace" if info.resource.namespaced else ""
        return f'{kind} "{info.name}" {word}{where}{dryrun.SUFFIX[self.strategy]}'

    def wait(self, timeout: float) -> None:
        """Wait until all are gone; an error names the first that is not when the time is over."""
        deadline = self.ctx.env.now() + (timeout or FOREVER)
        self.ctx.flush()
        for info, uid in self.waits:
            left = max(deadline - self.ctx.env.now(), 0.001)
            if not waiting.until(self.ctx, lambda: gone(self.ctx, info, uid), left):
                raise CommandError(f"timed out waiting for the condition on {info.resource.name}/{info.name}")


def uid_of(answer: dict) -> str:
    """The uid of what was deleted, from the answer (a Status or the object)."""
    if answer.get("kind") == "Status":
        return (answer.get("details") or {}).get("uid", "")
    return (answer.get("metadata") or {}).get("uid", "")


def gone(ctx, info, uid: str) -> bool:
    """Whether the object with this uid exists no more; who may not look does not wait."""
    try:
        obj = ctx.client.get(info.resource, info.name, info.namespace)
    except ApiError as e:
        if e.reason in ("NotFound", "Forbidden", "MethodNotAllowed"):
            return True
        raise
    return bool(uid) and obj["metadata"].get("uid") != uid
