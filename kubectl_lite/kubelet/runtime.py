"""The simulated container runtime: identities of containers and images, and what became of a container that was started.

Nothing really runs. A container runs until it is stopped; an init container ends well at once.
"""
from __future__ import annotations

import hashlib

DEFAULT_REGISTRY = "docker.io/library/"
MIB = 1024 * 1024


def container_id(pod: dict, name: str, attempt: int) -> str:
    """The identity of one run of a container: the same for the same run, in every process."""
    return "containerd://" + _digest("container", pod["metadata"]["uid"], name, attempt)


def image_id(image: str) -> str:
    """The image with its digest, its name as the registries write it."""
    name = image.split("@")[0]
    if ":" in name.rpartition("/")[2]:
        name = name.rpartition(":")[0]
    first = name.split("/")[0]
    if "/" not in name:
        name = DEFAULT_REGISTRY + name
    elif "." not in first and ":" not in first and first != "localhost":
        name = "docker.io/" + name
    return f"{name}@sha256:{_digest('image', image)}"


def image_size(image: str) -> int:
    """A size in bytes between 1 and 256 MiB."""
    return MIB + int(_digest("size", image)[:8], 16) % (255 * MIB)


def pull_time(image: str) -> str:
    """How long pulling takes, as Go prints a duration: about 100 MiB a second."""
    milliseconds = image_size(image) * 10 // MIB + 200
    return f"{milliseconds}ms" if milliseconds < 1000 else f"{milliseconds / 1000:g}s"


def _digest(*parts):
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()
