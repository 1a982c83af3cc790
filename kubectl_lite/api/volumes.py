"""Claims and volumes: which claims a pod uses, and whether a volume has what a claim asks for. Pure matching over plain objects.

Shared by the scheduler and the volume controllers, and placed below both. Mirrors component-helpers' storage/volume.
"""
from __future__ import annotations

from kubectl_lite.machinery import labels, quantity


def claim_names(pod: dict) -> list[str]:
    """The names of the claims that the pod's volumes use, those of ephemeral volumes included."""
    found = []
    for volume in pod["spec"].get("volumes") or ():
        if "persistentVolumeClaim" in volume:
            found.append(volume["persistentVolumeClaim"]["claimName"])
        elif "ephemeral" in volume:
            found.append(f"{pod['metadata']['name']}-{volume['name']}")
    return found


def capacity(volume: dict) -> int:
    """The bytes of a volume."""
    return quantity.parse((volume["spec"].get("capacity") or {}).get("storage", "0")).value()


def asked(claim: dict) -> int:
    """The bytes a claim asks for."""
    return quantity.parse(((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage", "0")).value()


def is_reserved_for(volume: dict, claim: dict) -> bool:
    """Whether the volume names this claim, by uid where it names one (IsVolumeBoundToClaim)."""
    reference = volume["spec"].get("claimRef")
    if not reference:
        return False
    meta = claim["metadata"]
    named = reference.get("name") == meta["name"] and reference.get("namespace") == meta["namespace"]
    return named and reference.get("uid") in (None, "", meta["uid"])


def is_candidate(volume: dict, claim: dict) -> bool:
    """Whether the volume has what the claim asks for (size, class, modes, labels), whoever it may be reserved for."""
    spec, wanted = volume["spec"], claim["spec"]
    return (capacity(volume) >= asked(claim)
            and (spec.get("storageClassName") or "") == (wanted.get("storageClassName") or "")
            and spec.get("volumeMode", "Filesystem") == wanted.get("volumeMode", "Filesystem")
            and set(wanted.get("accessModes") or ()) <= set(spec.get("accessModes") or ())
            and (wanted.get("selector") is None or labels.matches_object(wanted["selector"], volume["metadata"].get("labels"))))


def is_free_for(volume: dict, claim: dict) -> bool:
    """Whether the volume could be bound to the claim now: reserved for it, or nobody's, available and fitting."""
    if volume["spec"].get("claimRef"):
        return is_reserved_for(volume, claim) and capacity(volume) >= asked(claim)
    return (volume.get("status") or {}).get("phase") == "Available" and not volume["metadata"].get("deletionTimestamp") and is_candidate(volume, claim)


def by_size(volume: dict):
    """A sort key: smallest first, by name among equals."""
    return capacity(volume), volume["metadata"]["name"]
