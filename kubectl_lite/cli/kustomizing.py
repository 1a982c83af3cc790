"""The way from the command line to kustomizations: `-k DIR` and `kubectl kustomize DIR`."""
from __future__ import annotations


def build(ctx, directory: str) -> str:
    """The objects of a kustomization as one YAML stream."""
    return stream(objects(ctx, directory))


def objects(ctx, directory: str, restricted: bool = True, **options) -> list[dict]:
    """The objects of a kustomization in order; deprecated fields are warned about on stderr, each once. `options` are building.build's."""
    from kubectl_lite.cli.kustomize import building
    from kubectl_lite.cli.kustomize.run import Run
    run = Run(restricted)
    built = building.build(directory, run, **options)
    for text in dict.fromkeys(run.warned):
        ctx.error(f"# Warning: {text}\n")
    return built


def stream(built: list[dict]) -> str:
    """Objects as one YAML stream."""
    from kubectl_lite.printers.formats import yaml
    return "---\n".join(yaml.text(obj) for obj in built)
