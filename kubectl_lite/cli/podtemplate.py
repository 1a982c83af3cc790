"""Where objects keep their pod spec, and changes to it sent as strategic patches (kubectl's set commands)."""
from __future__ import annotations

import copy

from kubectl_lite.cli import dryrun, patchtypes, recording, setcommon
from kubectl_lite.cli.errors import Aggregate, CommandError, plain_text
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import MERGE_PATCH, STRATEGIC_PATCH

TEMPLATE = ("spec", "template", "spec")
PATHS = {
    "Pod": ("spec",), "ReplicationController": TEMPLATE, "Deployment": TEMPLATE, "DaemonSet": TEMPLATE, "ReplicaSet": TEMPLATE,
    "StatefulSet": TEMPLATE, "Job": TEMPLATE, "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
}


def spec_of(obj: dict) -> dict:
    """The pod spec inside an object (not a copy); an error for an object without one."""
    path = PATHS.get(obj.get("kind"))
    if path is None:
        version = obj["apiVersion"].rpartition("/")[2]
        raise CommandError(f"the object is not a pod or does not have a pod template: *{version}.{obj['kind']}")
    for name in path:
        obj = obj[name]
    return obj


def has_spec(obj: dict) -> bool:
    """Whether objects of this kind keep a pod spec."""
    return obj.get("kind") in PATHS


def changed(obj: dict, change) -> dict:
    """A copy of the object whose pod spec `change(spec)` has changed in place."""
    new = copy.deepcopy(obj)
    change(spec_of(new))
    return new


def two_way(old: dict, new: dict) -> tuple[dict, str]:
    """(patch, content type) from old to new."""
    rules = patchtypes.lookup(old["apiVersion"], old["kind"])
    if rules is None:
        from kubectl_lite.machinery.patch import merge
        return merge.create(old, new), MERGE_PATCH
    from kubectl_lite.machinery.patch import diff
    return diff.two_way(old, new, rules), STRATEGIC_PATCH


class Setter:
    """Applies one change to many objects: patches those that differ (or all, `always`) and prints them. `what` begins the message of a failure."""

    def __init__(self, ctx, flags, strategy: str, printer, what: str, always: bool = False):
        self.ctx, self.flags, self.strategy, self.printer = ctx, flags, strategy, printer
        self.what, self.always = what, always
        self.local = flags["local"] or strategy == dryrun.CLIENT

    def apply(self, info, mutate) -> None:
        """`mutate(copy of the object)`; what it raises is reported with the object's name."""
        new = copy.deepcopy(info.obj)
        try:
            mutate(new)
        except (CommandError, Aggregate) as e:
            raise CommandError(f"error: {setcommon.object_name(info)} {plain_text(e)}\n") from None
        self.send(info, new)

    def send(self, info, new) -> None:
        patch, kind = two_way(info.obj, new)
        if not patch and not self.always:
            return
        if self.flags.get("record"):
            new = recording.recorded(new, self.flags)
            patch, kind = two_way(info.obj, new)
        self.printer.print(new if self.local else self._patch(info, patch, kind))

    def _patch(self, info, patch, kind):
        query = {"fieldManager": self.flags["field-manager"], "dryRun": dryrun.query(self.strategy)}
        try:
            return self.ctx.client.patch(info.resource, info.name, patch, kind, info.namespace, **query)
        except ApiError as e:
            raise CommandError(f"failed to patch {self.what} {plain_text(e)}") from None
