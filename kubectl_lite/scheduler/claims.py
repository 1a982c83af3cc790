"""The claims of a pod and the volumes that could serve them. Pure over the cycle's cache."""
from __future__ import annotations

from kubectl_lite.api import placement

CLAIMS, VOLUMES, CLASSES = "persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"
NO_PROVISIONER = "kubernetes.io/no-provisioner"
SELECTED_NODE = "volume.kubernetes.io/selected-node"


def find(cycle, name: str) -> dict | None:
    return cycle.cache.get(CLAIMS, cycle.pod["metadata"]["namespace"], name)


def storage_class(cycle, claim: dict) -> dict | None:
    return cycle.cache.get(CLASSES, "", claim["spec"].get("storageClassName") or "")


def is_bound(claim: dict) -> bool:
    """Bound for good: the binder has said so."""
    return bool(claim["spec"].get("volumeName")) and "pv.kubernetes.io/bind-completed" in (claim["metadata"].get("annotations") or {})


def waits_for_pod(found_class: dict | None) -> bool:
    return bool(found_class) and found_class.get("volumeBindingMode") == "WaitForFirstConsumer"


def reaches(volume: dict, node: dict) -> bool:
    """Whether the volume can be used on the node."""
    required = (volume["spec"].get("nodeAffinity") or {}).get("required")
    return required is None or placement.selector_matches(required, node)
