"""`cp`: between here and a container. Simulated containers hold no files; what is wrong with the arguments is said first."""
from __future__ import annotations

import os

from kubectl_lite.cli import podaccess
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    if len(args) != 2:
        raise CommandError("source and destination are required")
    source, target = parse(args[0]), parse(args[1])
    if source[0] and target[0]:
        raise CommandError("one of src or dest must be a local file specification")
    if not source[2] or not target[2]:
        raise CommandError("filepath can not be empty")
    if not source[0] and not target[0]:
        raise CommandError("one of src or dest must be a remote file specification")
    if target[0] and not os.path.exists(source[2]):
        raise CommandError(f"{source[2]} doesn't exist in local filesystem")
    _through(ctx, flags, source if source[0] else target)


def _through(ctx, flags, spec):
    name, namespace, path = spec
    pod = ctx.client.get(("", "pods"), name, namespace or ctx.namespace)
    container = podaccess.container(ctx, pod, flags["container"])
    podaccess.open_door(ctx, pod, "exec", container=container, command=["tar", "cf", "-", path], stdout="true", stderr="true")


def parse(text: str) -> tuple[str, str, str]:
    """(pod, namespace, path) of `[[namespace/]pod:]path`."""
    head, colon, path = text.partition(":")
    if not colon:
        return "", "", text
    if not head:
        raise CommandError("filespec must match the canonical format: [[namespace/]pod:]file/path")
    parts = head.split("/")
    if len(parts) > 2:
        raise CommandError("filespec must match the canonical format: [[namespace/]pod:]file/path")
    return parts[-1], parts[0] if len(parts) == 2 else "", path
