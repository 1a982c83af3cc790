"""Sight and Step: what a stage is shown of a pod, and what it answers."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.kubelet.status import by_name

# What should happen: the whole next status (None: as it is), events (type, reason, message, container field path or ""), seconds after which
# time alone will matter, and whether the pod object is to be removed.
Step = namedtuple("Step", "status events wait remove", defaults=(None, (), None, False))


class Sight:
    """A pod, its node, and what else a stage may ask; nothing in it may be changed.

    `find(resource, namespace, name)` looks an object up, `new_ip()` gives a free pod address, `has_image(image)` says whether the node has it,
    `now` is seconds since the epoch and `timestamp` the same as objects carry it.
    """
    __slots__ = ("pod", "node", "find", "new_ip", "has_image", "now", "timestamp", "host_ip")

    def __init__(self, pod, node, find, new_ip, has_image, now, timestamp, host_ip):
        self.pod, self.node, self.find, self.new_ip, self.has_image = pod, node, find, new_ip, has_image
        self.now, self.timestamp, self.host_ip = now, timestamp, host_ip

    @property
    def spec(self) -> dict:
        return self.pod["spec"]

    @property
    def status(self) -> dict:
        return self.pod.get("status") or {}

    @property
    def statuses(self) -> dict:
        """Container statuses by name."""
        return by_name(self.status.get("containerStatuses"))

    @property
    def init_statuses(self) -> dict:
        """Init container statuses by name."""
        return by_name(self.status.get("initContainerStatuses"))

    @property
    def is_finished(self) -> bool:
        return self.status.get("phase") in ("Succeeded", "Failed")

    @property
    def is_deleted(self) -> bool:
        return bool(self.pod["metadata"].get("deletionTimestamp"))

    def with_status(self, **change) -> dict:
        """The status with these fields changed and the generation it was made for."""
        made = {**self.status, **change}
        if self.pod["metadata"].get("generation"):
            made["observedGeneration"] = self.pod["metadata"]["generation"]
        return made

    def on(self, status: dict) -> dict:
        """The pod as it would be with a status."""
        return {**self.pod, "status": status}


def container_path(container: dict, init: bool = False) -> str:
    """The field path that events about a container carry."""
    return f"spec.{'initContainers' if init else 'containers'}{{{container['name']}}}"
