"""`exec`: finds pod and container, and asks the kubelet; simulated containers run no processes."""
from __future__ import annotations

from kubectl_lite.cli import podaccess
from kubectl_lite.cli.errors import CommandError, UsageError


def run(ctx, flags, args):
    if not args and not flags["filename"]:
        raise CommandError("pod, type/name or --filename must be specified")
    target, command = _split(flags, args)
    if not command:
        raise CommandError("you must specify at least one command for the container")
    pod = podaccess.pod_of(ctx, _info(ctx, flags, target), flags["pod-running-timeout"])
    if (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed"):
        raise CommandError(f"cannot exec into a container in a completed pod; current phase is {pod['status']['phase']}")
    container = podaccess.container(ctx, pod, flags["container"], flags["quiet"])
    podaccess.open_door(ctx, pod, "exec", container=container, command=command, stdout="true", stderr="true",
                        stdin="true" if flags["stdin"] else "", tty="true" if flags["tty"] else "")


def _split(flags, args):
    """(target, command): the command stands behind `--`."""
    if flags["filename"]:
        return "", args
    if flags.dash == -1 and len(args) > 1:
        raise UsageError(flags.path, "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    if flags.dash > 1:
        raise UsageError(flags.path, "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    return args[0], args[1:]


def _info(ctx, flags, target):
    if target:
        return podaccess.find(ctx, target)
    from kubectl_lite.cli import targets
    found = targets.find(ctx, flags, [], latest=True)
    found.check()
    if len(found) > 1:
        raise CommandError("cannot exec into multiple objects at a time")
    return found.infos[0]
