"""`kustomize`."""
from __future__ import annotations

from kubectl_lite.cli import kustomizing
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    if len(args) > 1:
        raise CommandError("specify one path to kustomization.yaml")
    text = kustomizing.build(ctx, args[0] if args else ".")
    if flags["output"]:
        with open(flags["output"], "w", encoding="utf-8") as f:
            f.write(text)
    else:
        ctx.write(text)
