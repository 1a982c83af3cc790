"""`apply view-last-applied`, `set-last-applied`: the annotation that client-side apply keeps."""
from __future__ import annotations

import json

from kubectl_lite.cli import dryrun, lastapplied, metapatch, printing, targets
from kubectl_lite.cli.errors import CommandError, UsageError
from kubectl_lite.machinery.wire import MERGE_PATCH


def run(ctx, flags, args):
    return view(ctx, flags, args) if flags.path.endswith("view-last-applied") else set_(ctx, flags, args)


def view(ctx, flags, args):
    if flags["output"] not in ("", "yaml", "json"):
        raise UsageError(flags.path, f"Unexpected -o output mode: {flags['output']}, the flag 'output' must be one of yaml|json")
    found = targets.find(ctx, flags, args, selectors=True, latest=True)
    targets.visit(found, lambda info: _show(ctx, info.obj, flags["output"]))


def _show(ctx, obj, output):
    text = lastapplied.of(obj)
    if text is None:
        return
    if output == "json":
        from kubectl_lite.machinery import gojson
        ctx.print(gojson.indented(json.loads(text), "  "))
    else:
        from kubectl_lite.printers.formats import yaml
        ctx.write(yaml.text(json.loads(text)))


def set_(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "configured", strategy)
    found = targets.find(ctx, flags, [], fetch=False)
    found.check()
    present = [(info, _current(ctx, info, flags["create-annotation"])) for info in found.infos]

    def change(info, current):
        new = lastapplied.encode(info.obj, typed=True, sort=True)
        if lastapplied.of(current) == new:
            ctx.print(f"set-last-applied {info.name}: no changes required.")
            return
        patch = metapatch.annotation_patch(lastapplied.ANNOTATION, new)
        if strategy == dryrun.CLIENT:
            printer.print(current)
        else:
            printer.print(ctx.client.patch(info.resource, info.name, patch, MERGE_PATCH, info.namespace, dryRun=dryrun.query(strategy)))
    for info, current in present:
        change(info, current)


def _current(ctx, info, anyway: bool) -> dict:
    """The server's object; an error where nothing was applied to it (unless that is to be changed `anyway`)."""
    current = ctx.client.get(info.resource, info.name, info.namespace)
    if lastapplied.of(current) is None and not anyway:
        raise CommandError(f"no last-applied-configuration annotation found on resource: {info.name}, to create the annotation, "
                           "run the command with --create-annotation")
    return current
