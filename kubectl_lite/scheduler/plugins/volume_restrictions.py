"""VolumeRestrictions: a claim that may be used by one pod (ReadWriteOncePod) is used by one pod."""
from __future__ import annotations

from kubectl_lite.api import volumes
from kubectl_lite.scheduler import claims
from kubectl_lite.scheduler.framework import SKIP, hopeless, rejected

NAME = "VolumeRestrictions"
REASON = "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"
MODE = "ReadWriteOncePod"


def pre_filter(cycle):
    """Which exclusive claims the pod wants; a claim that is missing holds it up."""
    wanted = []
    for name in volumes.claim_names(cycle.pod):
        claim = claims.find(cycle, name)
        if claim is None:
            return hopeless(f'persistentvolumeclaim "{name}" not found')
        if MODE in (claim["spec"].get("accessModes") or ()):
            wanted.append(name)
    cycle.state[NAME] = wanted
    return None if wanted else SKIP


def filter(cycle, info):
    namespace, wanted = cycle.pod["metadata"]["namespace"], set(cycle.state[NAME])
    used = any(pod["metadata"]["namespace"] == namespace and wanted & set(volumes.claim_names(pod)) for pod in cycle.snapshot.pods())
    return rejected(REASON) if used else None
