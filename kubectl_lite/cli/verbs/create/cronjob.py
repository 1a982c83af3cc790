"""`create cronjob`."""
from __future__ import annotations

from kubectl_lite.cli import generate


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "cronjobs", lambda c, f, n: build(f, n, args[1:]), "failed to create cronjob: ")


def build(flags, name, command):
    container = {"name": name, "image": flags["image"], **({"command": command} if command else {}), "resources": {}}
    pod = {"containers": [container], "restartPolicy": flags["restart"] or "OnFailure"}
    template = {"metadata": {"name": name}, "spec": {"template": {"metadata": {}, "spec": pod}}}
    return {"kind": "CronJob", "apiVersion": "batch/v1", "metadata": {"name": name},
            "spec": {"schedule": flags["schedule"], "jobTemplate": template}, "status": {}}
