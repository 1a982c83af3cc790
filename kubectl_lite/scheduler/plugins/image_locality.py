"""ImageLocality: nodes that have the pod's images score higher, by size and by how many nodes have them."""
from __future__ import annotations

from kubectl_lite.scheduler.framework import MAX_SCORE, SKIP

NAME = "ImageLocality"
MIB = 1024 * 1024
SMALLEST, LARGEST_EACH = 23 * MIB, 1000 * MIB


def _images(node):
    return {name: image.get("sizeBytes", 0) for image in (node.get("status") or {}).get("images") or () for name in image.get("names") or ()}


def pre_score(cycle, infos):
    """How many nodes have each image; nothing to say where no node tells what it has."""
    counts: dict[str, int] = {}
    for info in cycle.snapshot.nodes():
        for name in _images(info.node):
            counts[name] = counts.get(name, 0) + 1
    cycle.state[NAME] = counts
    return None if counts else SKIP


def score(cycle, info):
    spec, counts, nodes = cycle.pod["spec"], cycle.state[NAME], len(cycle.snapshot.infos)
    containers = (spec.get("initContainers") or []) + spec["containers"]
    here = _images(info.node)
    total = 0
    for container in containers:
        name = _normalized(container.get("image", ""))
        if name in here:
            total += int(here[name] * (counts[name] / nodes))
    largest = LARGEST_EACH * len(containers)
    total = min(max(total, SMALLEST), largest)
    return MAX_SCORE * (total - SMALLEST) // (largest - SMALLEST)


def _normalized(name):
    """Images without a tag are the latest."""
    return name if ":" in name.rpartition("/")[2] or "@" in name else name + ":latest"
