"""Lists of resources on the command line: `cpu=1,memory=1Gi`."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import quantity


def resource_list(text: str) -> dict:
    """name -> canonical quantity (generate.populateResourceListV1)."""
    out = {}
    for item in text.split(","):
        parts = item.split("=")
        if len(parts) != 2:
            raise CommandError(f"Invalid argument syntax {item}, expected <resource>=<value>")
        out[parts[0]] = canonical(parts[1])
    return dict(sorted(out.items()))


def canonical(text: str) -> str:
    """A quantity as it is written after parsing; an error with Kubernetes' text."""
    try:
        return quantity.canonical(text)
    except ValueError as e:
        raise CommandError(str(e)) from None
