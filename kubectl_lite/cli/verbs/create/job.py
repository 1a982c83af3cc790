"""`create job`: from an image, or from a cron job's template."""
from __future__ import annotations

from kubectl_lite.cli import generate
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "jobs", lambda c, f, n: build(c, f, n, args[1:]), "failed to create job: ")


def build(ctx, flags, name, command):
    if bool(flags["image"]) == bool(flags["from"]):
        raise CommandError("either --image or --from must be specified")
    if flags["from"] and command:
        raise CommandError("cannot specify --from and command")
    return from_image(name, flags["image"], command) if flags["image"] else from_cronjob(name, _cronjob(ctx, flags["from"]))


def from_image(name, image, command):
    container = {"name": name, "image": image, **({"command": command} if command else {}), "resources": {}}
    return {"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": name},
            "spec": {"template": {"metadata": {}, "spec": {"containers": [container], "restartPolicy": "Never"}}}, "status": {}}


def _cronjob(ctx, source):
    from kubectl_lite.cli import builder
    infos = builder.Builder(ctx).args([source]).infos()
    if len(infos) != 1:
        raise CommandError("from must be an existing cronjob")
    obj = infos[0].obj
    if obj.get("kind") != "CronJob":
        raise CommandError(f"unknown object type *{infos[0].resource.version}.{obj.get('kind')}")
    return obj


def from_cronjob(name, cronjob):
    template = cronjob["spec"]["jobTemplate"]
    meta, source = template.get("metadata") or {}, cronjob["metadata"]
    metadata = {"name": name, **({"labels": meta["labels"]} if meta.get("labels") else {}),
                "annotations": {"cronjob.kubernetes.io/instantiate": "manual", **(meta.get("annotations") or {})},
                "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "name": source["name"], "uid": source.get("uid", ""),
                                     "controller": True}]}
    return {"kind": "Job", "apiVersion": "batch/v1", "metadata": metadata, "spec": template["spec"], "status": {}}
