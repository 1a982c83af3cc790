"""`rollout pause`, `resume` and `restart`."""
from __future__ import annotations

import copy

from kubectl_lite.cli import podtemplate, printing, rollouts, targets
from kubectl_lite.cli.errors import CommandError, plain_text
from kubectl_lite.machinery.errors import ApiError

RESTARTED = "kubectl.kubernetes.io/restartedAt"


def run(ctx, flags, args):
    change, word = COMMANDS[flags.path]
    printer = printing.Printer(ctx, flags, word, typed=True)

    def act(info):
        new = copy.deepcopy(info.obj)
        try:
            change(ctx, new)
        except CommandError as e:
            raise CommandError(f'error: {info.resource.group_resource} "{info.name}" {e}') from None
        patch, kind = podtemplate.two_way(info.obj, new)
        try:
            printer.print(ctx.client.patch(info.resource, info.name, patch, kind, info.namespace, fieldManager=flags["field-manager"]))
        except ApiError as e:
            raise CommandError(f"failed to patch: {plain_text(e)}") from None
    targets.visit(rollouts.find(ctx, flags, args), act)


def pause(ctx, obj):
    if obj["kind"] != "Deployment":
        raise CommandError("pausing is not supported")
    if obj["spec"].get("paused"):
        raise CommandError("is already paused")
    obj["spec"]["paused"] = True


def resume(ctx, obj):
    if obj["kind"] != "Deployment":
        raise CommandError("resuming is not supported")
    if not obj["spec"].get("paused"):
        raise CommandError("is not paused")
    del obj["spec"]["paused"]


def restart(ctx, obj):
    if obj["kind"] not in ("Deployment", "DaemonSet", "StatefulSet"):
        raise CommandError("restarting is not supported")
    if obj["spec"].get("paused"):
        raise CommandError("can't restart paused deployment (run rollout resume first)")
    meta = obj["spec"]["template"].setdefault("metadata", {})
    meta.setdefault("annotations", {})[RESTARTED] = ctx.env.timestamp()


COMMANDS = {
    "rollout pause": (pause, "paused"),
    "rollout resume": (resume, "resumed"),
    "rollout restart": (restart, "restarted"),
}
