"""`create serviceaccount`."""
from __future__ import annotations

from kubectl_lite.cli import generate


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "serviceaccounts", build, "failed to create serviceaccount: ")


def build(ctx, flags, name):
    return {"kind": "ServiceAccount", "apiVersion": "v1", "metadata": {"name": name}}
