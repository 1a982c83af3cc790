"""VolumeZone: a bound volume with zone labels is used in its zone."""
from __future__ import annotations

from kubectl_lite.api import volumes
from kubectl_lite.scheduler import claims
from kubectl_lite.scheduler.framework import SKIP, hopeless

NAME = "VolumeZone"
REASON = "node(s) had no available volume zone"
LABELS = ("topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region")


def pre_filter(cycle):
    """The zone labels of the volumes behind the pod's bound claims."""
    wanted = []
    for name in volumes.claim_names(cycle.pod):
        claim = claims.find(cycle, name)
        volume = claim and cycle.cache.get(claims.VOLUMES, "", claim["spec"].get("volumeName", ""))
        own = (volume or {}).get("metadata", {}).get("labels") or {}
        wanted += [(label, set(own[label].split("__"))) for label in LABELS if label in own]
    cycle.state[NAME] = wanted
    return None if wanted else SKIP


def filter(cycle, info):
    if not any(label in info.labels for label in LABELS):
        return None
    return None if all(info.labels.get(label) in zones for label, zones in cycle.state[NAME]) else hopeless(REASON)
