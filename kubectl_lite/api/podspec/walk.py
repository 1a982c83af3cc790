"""Walking the containers of a pod spec, in Kubernetes' order (VisitContainersWithPath)."""
from __future__ import annotations

GROUPS = ("initContainers", "containers", "ephemeralContainers")


def containers(spec: dict):
    """Every container: init, regular, ephemeral."""
    for group in GROUPS:
        yield from spec.get(group) or ()


def with_paths(spec: dict, path):
    """(container, its path) of every container."""
    for group in GROUPS:
        for i, container in enumerate(spec.get(group) or ()):
            yield container, (path / group).index(i)


def is_restartable(container: dict) -> bool:
    """An init container that keeps running beside the others."""
    return container.get("restartPolicy") == "Always"
