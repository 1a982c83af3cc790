"""`create quota`."""
from __future__ import annotations

from kubectl_lite.cli import generate, quantities


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "resourcequotas", build, "failed to create quota: ")


def build(ctx, flags, name):
    spec: dict = {}
    if flags["hard"]:
        spec["hard"] = quantities.resource_list(flags["hard"])
    if flags["scopes"]:
        spec["scopes"] = flags["scopes"].split(",")
    return {"kind": "ResourceQuota", "apiVersion": "v1", "metadata": {"name": name}, "spec": spec, "status": {}}
