"""The way from the command line to kustomizations: `-k DIR` and `kubectl kustomize DIR`."""
from __future__ import annotations

import os


def build(ctx, directory: str) -> str:
    """The objects of a kustomization as one YAML stream; deprecated fields are warned about on stderr, each once."""
    from kubectl_lite.cli.kustomize import building, order
    from kubectl_lite.printers.formats import yaml
    warned: list[str] = []
    objects = building.build(os.path.abspath(directory), warned)
    for text in dict.fromkeys(warned):
        ctx.error(f"# Warning: {text}\n")
    return "---\n".join(yaml.text(obj) for obj in order.legacy(objects))
