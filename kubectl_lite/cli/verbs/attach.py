"""`attach`."""
from __future__ import annotations

from kubectl_lite.cli import podaccess
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    if not args:
        raise CommandError("at least 1 argument is required for attach")
    if len(args) > 2:
        raise CommandError(f"expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw {len(args)}: [{' '.join(args)}]")
    pod = podaccess.pod_of(ctx, podaccess.find(ctx, "/".join(args)), flags["pod-running-timeout"])
    phase = (pod.get("status") or {}).get("phase")
    if phase in ("Succeeded", "Failed"):
        raise CommandError(f"cannot attach a container in a completed pod; current phase is {phase}")
    try:
        container = podaccess.container(ctx, pod, flags["container"], flags["quiet"])
    except CommandError as e:
        raise CommandError(f"cannot attach to the container: {e}") from None
    podaccess.open_door(ctx, pod, "attach", container=container, stdout="true", stderr="true")
