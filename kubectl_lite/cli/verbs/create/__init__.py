"""`create -f`: objects from files. Its generators are the other modules of this package."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, lastapplied, metapatch, printing, rawrequest, targets
from kubectl_lite.cli.errors import CommandError, UsageError, add_source


def run(ctx, flags, args):
    if args:
        raise UsageError(flags.path, f"Unexpected args: [{' '.join(args)}]")
    targets.require_files(flags)
    if flags["raw"]:
        rawrequest.check(flags)
        return rawrequest.send(ctx, "POST", flags["raw"], rawrequest.read_source(ctx, flags["filename"]))
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "created", strategy)
    query = {"fieldManager": flags["field-manager"], "fieldValidation": dryrun.validation(flags), "dryRun": dryrun.query(strategy)}
    if flags["edit"]:
        from kubectl_lite.cli import editing
        return editing.create(ctx, flags, query)
    found = targets.find(ctx, flags, [], fetch=False, selectors=True)

    def create(info):
        obj = lastapplied.updated(info.obj, flags["save-config"])
        if strategy != dryrun.CLIENT:
            obj = _send(ctx, info, obj, query)
        printer.print(obj)

    targets.visit(found, create)
    if not len(found):
        raise CommandError("no objects passed to create")
    return 0


def _send(ctx, info, obj, query):
    try:
        return ctx.client.create(info.resource, metapatch.without_version(obj), info.namespace, **query)
    except Exception as e:
        raise add_source("creating", info.source, e) from None
