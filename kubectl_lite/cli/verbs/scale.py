"""`scale`: sets the replicas of anything with a scale subresource, with preconditions."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, printing, recording, targets, waiting
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import MERGE_PATCH


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "scaled", strategy)
    if flags["replicas"] < 0:
        raise CommandError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
    if flags["current-replicas"] < -1:
        raise CommandError("The --current-replicas must specify an integer of -1 or greater")
    found = targets.find(ctx, flags, args, selectors=True)
    if flags["resource-version"] and len(found) > 1:
        raise CommandError("cannot use --resource-version with multiple resources")
    job = _Job(ctx, flags, strategy, printer)
    for info in found.infos:
        job.scale(info)
    if not found.infos:
        found.check()
        raise CommandError("no objects passed to scale")
    found.check()


class _Job:
    def __init__(self, ctx, flags, strategy, printer):
        self.ctx, self.flags, self.strategy, self.printer = ctx, flags, strategy, printer

    def scale(self, info):
        if self.strategy != dryrun.CLIENT:
            self._send(info)
            self._record(info)
            if self.flags["timeout"] and self.strategy == dryrun.NONE:
                self._wait(info)
        self.printer.print(info.obj)

    def _send(self, info):
        query = {"dryRun": "All" if self.strategy == dryrun.SERVER else ""}
        if self.flags["current-replicas"] == -1 and not self.flags["resource-version"]:
            self.ctx.client.patch(info.resource, info.name, {"spec": {"replicas": self.flags["replicas"]}}, MERGE_PATCH, info.namespace, "scale", **query)
            return
        scale = self.ctx.client.get(info.resource, info.name, info.namespace, "scale")
        self._check(scale)
        new = {**scale, "spec": {**scale["spec"], "replicas": self.flags["replicas"]}}
        self.ctx.client.update(info.resource, new, "scale", **query)

    def _record(self, info):
        patch = recording.patch(self.flags)
        if patch and self.strategy == dryrun.NONE:
            self.ctx.client.patch(info.resource, info.name, patch, MERGE_PATCH, info.namespace)

    def _check(self, scale):
        """The preconditions of --current-replicas and --resource-version."""
        now, version = scale["spec"].get("replicas", 0), scale["metadata"]["resourceVersion"]
        if self.flags["current-replicas"] not in (-1, now):
            raise CommandError(f"Expected replicas to be {self.flags['current-replicas']}, was {now}")
        if self.flags["resource-version"] not in ("", version):
            raise CommandError(f"Expected resource version to be {self.flags['resource-version']}, was {version}")

    def _wait(self, info):
        def reached():
            scale = self.ctx.client.get(info.resource, info.name, info.namespace, "scale")
            return scale["spec"].get("replicas", 0) == self.flags["replicas"] == (scale.get("status") or {}).get("replicas", 0)
        if not waiting.until(self.ctx, reached, self.flags["timeout"]):
            raise CommandError(f'timed out waiting for "{info.name}" to be synced')
