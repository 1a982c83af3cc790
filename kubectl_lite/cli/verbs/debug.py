"""`debug`: an ephemeral container in a pod, a changed copy of a pod, or a pod on a node. Nothing can be attached to."""
from __future__ import annotations

from kubectl_lite.cli import debugpods, goparse, images, targets
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import STRATEGIC_PATCH

PULL_POLICIES = ("", "Always", "IfNotPresent", "Never")
PROFILES = ("legacy", "general", "baseline", "netadmin", "restricted", "sysadmin")


def run(ctx, flags, args):
    names, command = _split(flags, args)
    _check(flags, names, command)
    words = [name if "/" in name else f"pods/{name}" for name in names]
    targets.visit(targets.find(ctx, flags, words, latest=True), lambda info: _debug(ctx, flags, info, command))


def _split(flags, args):
    """(targets, command): the command stands behind `--`."""
    return (args, []) if flags.dash == -1 else (args[:flags.dash], args[flags.dash:])


def _check(flags, names, command) -> None:
    """The refusals of DebugOptions.Validate, in its order."""
    if flags["copy-to"]:
        if not flags["image"] and not flags["set-image"] and not command:
            raise CommandError("you must specify --image, --set-image or command arguments.")
        if command and not flags["container"] and not flags["image"]:
            raise CommandError("you must specify an existing container or a new image when specifying args.")
        if flags["image"] and flags["set-image"] and not flags["container"] and "*" in flags["set-image"]:
            raise CommandError("cannot specify --image together with --set-image=*=IMAGE.")
    else:
        _check_in_place(flags)
    if flags["image"] and not images.is_reference(flags["image"]):
        raise CommandError(f"invalid image name {goparse.quote(flags['image'])}: {images.INVALID}")
    if not names and not flags["filename"]:
        raise CommandError("NAME or filename is required for debug")
    if flags["image-pull-policy"] not in PULL_POLICIES:
        raise CommandError(f"invalid image pull policy: {flags['image-pull-policy']}")
    for name, image in flags["set-image"].items():
        if not images.is_reference(image):
            raise CommandError(f"invalid image name {goparse.quote(image)} for container {goparse.quote(name)}: {images.INVALID}")
    if flags["target"] and flags["copy-to"]:
        raise CommandError("--target is incompatible with --copy-to. Use --share-processes instead.")
    if flags["tty"] and not flags["stdin"]:
        raise CommandError("-i/--stdin is required for containers with -t/--tty=true")
    if flags["profile"] not in PROFILES:
        raise CommandError(f"unknown profile: {flags['profile']}")


def _check_in_place(flags) -> None:
    """What cannot be done to a pod that is not copied."""
    for name in ("replace", "same-node", "set-image"):
        if flags[name]:
            raise CommandError(f"--{name} may only be used with --copy-to.")
    if not flags["image"]:
        raise CommandError("you must specify --image when not using --copy-to.")


def _debug(ctx, flags, info, command) -> None:
    if info.resource.kind == "Node":
        pod, container = debugpods.on_node(flags, info.obj, command, ctx.env, ctx.namespace)
        ctx.print(f"Creating debugging pod {pod['metadata']['name']} with container {container} on node {info.name}.")
        ctx.client.create(("", "pods"), pod, ctx.namespace)
    elif info.resource.kind != "Pod":
        group = info.resource.api_version if info.resource.group else f"/{info.resource.version}"
        raise CommandError(f'"{group}, Kind={info.resource.kind}" not supported by debug')
    elif flags["copy-to"]:
        pod = debugpods.copy_of(flags, info.obj, command, _name(ctx, flags))
        if flags["replace"]:
            ctx.client.delete(info.resource, info.name, info.namespace)
        ctx.client.create(info.resource, pod, info.namespace)
    else:
        _ephemeral(ctx, flags, info, command)


def _name(ctx, flags) -> str:
    """The debugging container's name; one that is made up is said."""
    if flags["container"] or not flags["image"]:
        return flags["container"]
    name = f"debugger-{ctx.env.suffix(5)}"
    if not flags["quiet"]:
        ctx.print(f"Defaulting debug container name to {name}.")
    return name


def _ephemeral(ctx, flags, info, command) -> None:
    if flags["target"] and not flags["quiet"]:
        ctx.print(f'Targeting container "{flags["target"]}". If you don\'t see processes from this container it may be because the container '
                  "runtime doesn't support this feature.")
    container = debugpods.ephemeral(flags, command, _name(ctx, flags))
    present = info.obj["spec"].get("ephemeralContainers") or []
    patch = {"spec": {"ephemeralContainers": [*present, container]}}
    ctx.client.patch(info.resource, info.name, patch, STRATEGIC_PATCH, info.namespace, "ephemeralcontainers")
