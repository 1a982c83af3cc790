"""`edit`: objects of the server in the user's editor."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, editing, lastapplied, podtemplate, printing, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.printers.formats.managed import without_managed_fields


def run(ctx, flags, args):
    printer = printing.Printer(ctx, flags, "edited")
    found = targets.find(ctx, flags, args, latest=True, subresource=flags["subresource"])
    found.check()
    infos = found.infos
    if not infos:
        raise CommandError("edit cancelled, no objects found")
    job = _Job(ctx, flags, printer, infos)
    subject = f'{infos[0].resource.group_resource} "{infos[0].name}"'
    editing.Session(ctx, flags, list(job.originals.values()), subject, job.commit).run()


class _Job:
    """Sends what was changed of each object as a patch."""

    def __init__(self, ctx, flags, printer, infos):
        self.ctx, self.flags, self.printer = ctx, flags, printer
        self.infos = {_uid(info.obj): info for info in infos}
        hide = not flags["show-managed-fields"]
        self.originals = {_uid(i.obj): without_managed_fields(i.obj) if hide else i.obj for i in infos}

    def commit(self, obj):
        info, original = self.infos.get(_uid(obj)), self.originals.get(_uid(obj))
        if info is None:
            raise CommandError(f'no original object found for {obj.get("kind")} "{(obj.get("metadata") or {}).get("name")}"')
        if obj == original:
            self.printer.print(original, "skipped")
            return
        obj = lastapplied.updated(obj, self.flags["save-config"])
        if any(obj.get(f) != original.get(f) for f in ("apiVersion", "kind")) or obj["metadata"].get("name") != info.name:
            raise CommandError("At least one of apiVersion, kind and name was changed")
        patch, kind = podtemplate.two_way(original, obj)
        if self.flags["output-patch"]:
            from kubectl_lite.machinery import gojson
            self.ctx.print(f"Patch: {gojson.compact(patch)}")
        self.printer.print(self.ctx.client.patch(info.resource, info.name, patch, kind, info.namespace, self.flags["subresource"],
                                                 fieldManager=self.flags["field-manager"], fieldValidation=dryrun.validation(self.flags)))


def _uid(obj) -> str:
    return (obj.get("metadata") or {}).get("uid", "")
