"""`create deployment`."""
from __future__ import annotations

from kubectl_lite.cli import generate
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "deployments", lambda c, f, n: build(c, f, n, args[1:]), "failed to create deployment: ")


def build(ctx, flags, name, command):
    if len(flags["image"]) > 1 and command:
        raise CommandError("cannot specify multiple --image options and command")
    labels = {"app": name}
    return {"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"name": name, "labels": labels},
            "spec": {"replicas": flags["replicas"], "selector": {"matchLabels": labels},
                     "template": {"metadata": {"labels": labels}, "spec": {"containers": containers(ctx, flags, command)}},
                     "strategy": {}},
            "status": {}}


def containers(ctx, flags, command):
    """One container per image, all with the command and the port."""
    more = {"command": command} if command else {}
    if flags["port"] >= 0:
        more["ports"] = [{"containerPort": flags["port"]}]
    return [{"name": name_of(image, ctx.env), "image": image, **more, "resources": {}} for image in flags["image"]]


def name_of(image: str, env) -> str:
    """A container name from an image: its last path element without tag or digest; what a label may not hold becomes a dash,
    and then a random suffix keeps names apart."""
    name = image.rsplit("/", 1)[-1].split(":", 1)[0].split("@", 1)[0]
    if "_" in name or "." in name:
        name = name.replace("_", "-").replace(".", "-") + "-" + env.suffix(5)
    return name
