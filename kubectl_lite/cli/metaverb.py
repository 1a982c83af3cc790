"""What `label` and `annotate` share: which objects, dry runs, lists, the patch, and what is printed."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.cli import dryrun, metapatch, pairs, printing, recording, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import MERGE_PATCH

# name: "label"; field: "labels"; the rest are functions, see verbs/label.py
# (`label` prints the object as it was sent, `annotate` the server's answer: shows_answer)
Kind = namedtuple("Kind", "name field parse check_overwrite message report_missing shows_answer")


def run(ctx, flags, args, kind: Kind) -> int:
    if flags["list"] and flags["output"]:
        raise CommandError("--list and --output may not be specified together")
    strategy = dryrun.strategy(ctx, flags)
    resources, specs = pairs.split(args, kind.name)
    new, remove = kind.parse(specs)
    check(flags, resources, bool(new or remove), strategy, kind)
    found = targets.find(ctx, flags, resources, local=flags["local"], selectors=True, latest=True, every=False, all_names=flags["all"])
    if flags["resource-version"] and not found.single:
        raise CommandError("--resource-version may only be used with a single resource")
    job = _Job(ctx, flags, kind, new, remove, strategy, found.single)
    targets.visit(found, job.list if flags["list"] else job.change)
    return 0


def check(flags, resources, changes: bool, strategy: str, kind: Kind) -> None:
    """The options that exclude each other (LabelOptions.Validate)."""
    if flags["all"] and flags["selector"]:
        raise CommandError("cannot set --all and --selector at the same time")
    if flags["all"] and flags["field-selector"]:
        raise CommandError("cannot set --all and --field-selector at the same time")
    files = flags["filename"] or flags["kustomize"]
    if flags["local"]:
        check_local(resources, files, strategy)
    elif not resources and not files:
        raise CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    if not changes and not flags["list"]:
        raise CommandError(f"at least one {kind.name} update is required")


def check_local(resources, files, strategy) -> None:
    if strategy == dryrun.SERVER:
        raise CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?")
    if resources:
        raise CommandError("can only use local files by -f rsrc.yaml or --filename=rsrc.json when --local=true is set")
    if not files:
        raise CommandError("one or more files must be specified as -f rsrc.yaml or --filename=rsrc.json")


class _Job:
    """One run over several objects."""

    def __init__(self, ctx, flags, kind, new, remove, strategy, single):
        self.ctx, self.flags, self.kind, self.new, self.remove, self.strategy, self.single = ctx, flags, kind, new, remove, strategy, single
        self.printer = printing.Printer(ctx, flags, kind.name, strategy)
        self.local = flags["local"] or strategy == dryrun.CLIENT

    def list(self, info) -> None:
        indent = ""
        if not self.single:
            group = info.resource.group
            self.ctx.print(f"Listing {self.kind.field} for {info.obj['kind']}.{group}/{info.name}:")
            indent = " "
        for key, value in (self._changed(info.obj)["metadata"].get(self.kind.field) or {}).items():
            self.ctx.print(f"{indent}{key}={value}")

    def _changed(self, old) -> dict:
        """The object with the changes, if they may be made."""
        if not self.flags["overwrite"]:
            self.kind.check_overwrite(self._before(old), self.new)
        return metapatch.changed(old, self.kind.field, self.new, self.remove, self.flags["resource-version"])

    def _before(self, old) -> dict:
        return (old.get("metadata") or {}).get(self.kind.field) or {}

    def change(self, info) -> None:
        old = metapatch.without_version(info.obj) if self.flags["resource-version"] else info.obj
        if not self.local:
            self.kind.report_missing(self.ctx, self._before(old), self.remove)
        new = self._changed(old)
        if new != old:
            new = recording.recorded(new, self.flags)
        answer = new if self.local else self._send(info, metapatch.merge_patch(old, new))
        self.printer.print(answer if self.kind.shows_answer else new, self.kind.message(old != new, self.new, self.remove) + dryrun.SUFFIX[self.strategy])

    def _send(self, info, patch):
        query = {"fieldManager": self.flags["field-manager"], "dryRun": "All" if self.strategy == dryrun.SERVER else ""}
        return self.ctx.client.patch(info.resource, info.name, patch, MERGE_PATCH, info.namespace, **query)
