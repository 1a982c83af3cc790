"""`replace`: whole objects from files; with --force by deleting and creating."""
from __future__ import annotations

from kubectl_lite.cli import deletion, dryrun, lastapplied, printing, rawrequest, recording, targets
from kubectl_lite.cli.errors import CommandError, add_source
from kubectl_lite.machinery.errors import ApiError

FORCE_WAIT = 300.0   # seconds that --force waits for the old object to go


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "replaced", strategy)
    policy = deletion.asked_cascade(ctx, flags["cascade"])
    _check(flags, strategy)
    if flags["raw"]:
        rawrequest.check(flags)
        return rawrequest.send(ctx, "PUT", flags["raw"], rawrequest.read_source(ctx, flags["filename"]))
    job = _Job(ctx, flags, strategy, printer)
    found = targets.find(ctx, flags, [], fetch=False)
    if flags["force"]:
        _delete_first(ctx, flags, found, policy)
    targets.visit(found, job.create if flags["force"] else job.replace)
    if not len(found):
        raise CommandError("no objects passed to replace")
    return 0


def _check(flags, strategy):
    if flags["force"] and strategy != dryrun.NONE:
        raise CommandError("--dry-run can not be used when --force is set")
    if not flags["force"]:
        if flags["grace-period"] >= 0:
            raise CommandError("--grace-period must have --force specified")
        if flags["timeout"]:
            raise CommandError("--timeout must have --force specified")
    targets.require_files(flags)


def _delete_first(ctx, flags, found, policy):
    grace = flags["grace-period"] or 1
    deleter = deletion.Deleter(ctx, policy, grace, by_name=bool(flags["output"]))

    def delete(info):
        try:
            deleter.delete(info)
        except ApiError as e:
            if e.reason != "NotFound":
                raise
    targets.visit(found, delete)
    deleter.wait(flags["timeout"] or FORCE_WAIT)


class _Job:
    def __init__(self, ctx, flags, strategy, printer):
        self.ctx, self.flags, self.strategy, self.printer = ctx, flags, strategy, printer
        self.query = {"fieldManager": flags["field-manager"], "fieldValidation": dryrun.validation(flags), "dryRun": dryrun.query(strategy)}

    def _annotated(self, info):
        return lastapplied.updated(recording.recorded(info.obj, self.flags), self.flags["save-config"])

    def replace(self, info):
        obj = self._annotated(info)
        if self.strategy != dryrun.CLIENT:
            try:
                obj = self._put(info, obj)
            except Exception as e:
                raise add_source("replacing", info.source, e) from None
        self.printer.print(obj)

    def _put(self, info, obj):
        """Without a resourceVersion in the file the present object is overwritten, whatever it is."""
        if not obj["metadata"].get("resourceVersion"):
            version = self._present_version(info)
            if version:
                obj = {**obj, "metadata": {**obj["metadata"], "resourceVersion": version}}
        return self.ctx.client.update(info.resource, obj, self.flags["subresource"], **self.query)

    def _present_version(self, info) -> str:
        try:
            return self.ctx.client.get(info.resource, info.name, info.namespace, self.flags["subresource"])["metadata"].get("resourceVersion", "")
        except ApiError:
            return ""

    def create(self, info):
        obj = self._annotated(info)
        meta = {k: v for k, v in obj["metadata"].items() if k not in ("resourceVersion",)}
        try:
            created = self.ctx.client.create(info.resource, {**obj, "metadata": meta}, info.namespace, **self.query)
        except ApiError as e:
            raise add_source("creating", info.source, e) from None
        self.printer.print(created)
