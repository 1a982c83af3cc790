"""`apply edit-last-applied`: the recorded configuration in the user's editor."""
from __future__ import annotations

import json

from kubectl_lite.cli import editing, lastapplied, metapatch, printing, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import MERGE_PATCH


def run(ctx, flags, args):
    printer = printing.Printer(ctx, flags, "edited")
    found = targets.find(ctx, flags, args, latest=True)
    found.check()
    infos = {_identity(info.obj): info for info in found if lastapplied.of(info.obj) is not None}
    if not infos:
        raise CommandError("no last-applied-configuration annotation found on resources, to create the annotation, "
                           "use command `kubectl apply set-last-applied --create-annotation`") if len(found) else CommandError(
            "edit cancelled, no objects found")

    def commit(obj):
        info = infos.get(_identity(obj))
        if info is None:
            raise CommandError("At least one of apiVersion, kind and name was changed")
        patch = metapatch.annotation_patch(lastapplied.ANNOTATION, lastapplied.encode(obj, typed=True, sort=True))
        ctx.client.patch(info.resource, info.name, patch, MERGE_PATCH, info.namespace, fieldManager=flags["field-manager"])
        printer.print(obj)

    first = next(iter(infos.values()))
    originals = [json.loads(lastapplied.of(info.obj)) for info in infos.values()]
    editing.Session(ctx, flags, originals, f'{first.resource.group_resource} "{first.name}"', commit, editing.APPLY_HEADER).run()


def _identity(obj) -> tuple:
    meta = obj.get("metadata") or {}
    return obj.get("apiVersion"), obj.get("kind"), meta.get("namespace", ""), meta.get("name")
