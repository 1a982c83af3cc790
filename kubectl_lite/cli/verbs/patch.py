"""`patch`: strategic, merge and JSON patches, on the server or on local files."""
from __future__ import annotations

import json

from kubectl_lite.cli import dryrun, goparse, printing, recording, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH

TYPES = {"json": JSON_PATCH, "merge": MERGE_PATCH, "strategic": STRATEGIC_PATCH}


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    _check(flags, args, strategy)
    printer = printing.Printer(ctx, flags, "patched", dryrun.NONE)  # kubectl's message says nothing of a dry run
    patch, kind = read_patch(ctx, flags), TYPES[flags["type"].lower()]
    found = targets.find(ctx, flags, args, local=flags["local"], subresource=flags["subresource"])
    job = _Job(ctx, flags, strategy, printer, patch, kind)
    targets.visit(found, job.local if flags["local"] or strategy == dryrun.CLIENT else job.remote)


def _check(flags, args, strategy):
    if flags["patch"] and flags["patch-file"]:
        raise CommandError("cannot specify --patch and --patch-file together")
    if not flags["patch"] and not flags["patch-file"]:
        raise CommandError("must specify --patch or --patch-file containing the contents of the patch")
    if flags["local"] and args:
        raise CommandError("cannot specify --local and server resources")
    if flags["local"] and strategy == dryrun.SERVER:
        raise CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?")
    if flags["type"].lower() not in TYPES:
        raise CommandError(f"--type must be one of [{' '.join(TYPES)}], not {goparse.quote(flags['type'])}")


def read_patch(ctx, flags):
    """The patch as a JSON value, from JSON or YAML text; the text itself where it wants to be JSON and is not, for the server to refuse."""
    text = flags["patch"]
    if flags["patch-file"]:
        try:
            with open(flags["patch-file"], encoding="utf-8") as f:
                text = f.read()
        except OSError as e:
            raise CommandError(f"unable to read patch file: open {flags['patch-file']}: {e.strerror.lower()}") from None
    try:
        return json.loads(text)
    except ValueError:
        return text.encode() if text.lstrip().startswith("{") else _yaml(text)


def _yaml(text):
    from kubectl_lite.machinery import manifests
    try:
        return manifests.load(text)
    except ValueError as e:
        raise CommandError(f"unable to parse {goparse.quote(text)}: {e}") from None


class _Job:
    def __init__(self, ctx, flags, strategy, printer, patch, kind):
        self.ctx, self.flags, self.strategy, self.printer, self.patch, self.kind = ctx, flags, strategy, printer, patch, kind

    def remote(self, info):
        query = {"fieldManager": self.flags["field-manager"], "dryRun": "All" if self.strategy == dryrun.SERVER else ""}
        try:
            result = self.ctx.client.patch(info.resource, info.name, self.patch, self.kind, info.namespace, self.flags["subresource"], **query)
        except ApiError as e:
            if e.reason != "UnsupportedMediaType":
                raise
            row = info.resource
            raise CommandError(f"{self.kind} is not supported by {row.api_version}, Kind={row.kind}: {e.message}") from None
        if self.flags["record"] and self.strategy == dryrun.NONE:
            result = self.ctx.client.patch(info.resource, info.name, recording.patch(self.flags), MERGE_PATCH, info.namespace)
        self._print(result, result != info.obj)

    def local(self, info):
        result = patched(info.obj, self.patch, self.kind)
        self._print(result, result != info.obj)

    def _print(self, obj, changed):
        self.printer.print(obj, self.printer.operation if changed else self.printer.operation.replace("patched", "patched (no change)", 1))


def patched(obj, patch, kind):
    """The object with a patch applied here, without a server."""
    from kubectl_lite.cli import localpatch
    return localpatch.apply(obj, patch, kind)
