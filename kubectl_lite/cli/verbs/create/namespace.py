"""`create namespace`."""
from __future__ import annotations

from kubectl_lite.cli import generate


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "namespaces", build)


def build(ctx, flags, name):
    return {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": name}, "spec": {}, "status": {}}
