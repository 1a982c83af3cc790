"""The claims of a pod and the volumes that could serve them. Pure over the cycle's cache."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.machinery import labels

CLAIMS, VOLUMES, CLASSES = "persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"
NO_PROVISIONER = "kubernetes.io/no-provisioner"
SELECTED_NODE = "volume.kubernetes.io/selected-node"


def names(pod: dict) -> list[str]:
    """The names of the claims that the pod's volumes use, those of ephemeral volumes included."""
    found = []
    for volume in pod["spec"].get("volumes") or ():
        if "persistentVolumeClaim" in volume:
            found.append(volume["persistentVolumeClaim"]["claimName"])
        elif "ephemeral" in volume:
            found.append(f"{pod['metadata']['name']}-{volume['name']}")
    return found


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


def serves(volume: dict, claim: dict) -> bool:
    """Whether an unbound volume could be bound to the claim: class, modes, size, labels, and no other claim's."""
    spec, wanted = volume["spec"], claim["spec"]
    reference = spec.get("claimRef")
    if reference:
        meta = claim["metadata"]
        mine = reference.get("name") == meta["name"] and reference.get("namespace") == meta["namespace"]
        return mine and reference.get("uid") in (None, "", meta["uid"])
    return _fits(volume, spec, wanted)


def _fits(volume, spec, wanted):
    asked = ((wanted.get("resources") or {}).get("requests") or {}).get("storage", "0")
    return ((spec.get("storageClassName") or "") == (wanted.get("storageClassName") or "")
            and spec.get("volumeMode", "Filesystem") == wanted.get("volumeMode", "Filesystem")
            and set(wanted.get("accessModes") or ()) <= set(spec.get("accessModes") or ())
            and placement.amount("storage", (spec.get("capacity") or {}).get("storage", "0")) >= placement.amount("storage", asked)
            and (wanted.get("selector") is None or labels.matches_object(wanted["selector"], volume["metadata"].get("labels")))
            and not volume["metadata"].get("deletionTimestamp"))


def smallest(volumes):
    """Smallest first, by name among equals."""
    return sorted(volumes, key=lambda v: (placement.amount("storage", (v["spec"].get("capacity") or {}).get("storage", "0")), v["metadata"]["name"]))
