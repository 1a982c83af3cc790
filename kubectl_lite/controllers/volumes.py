"""Volumes and claims: which volume serves a claim, and what each must look like when they are bound. Pure. Mirrors pkg/controller/volume/persistentvolume."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.machinery import labels

BY_CONTROLLER, COMPLETED = "pv.kubernetes.io/bound-by-controller", "pv.kubernetes.io/bind-completed"
SELECTED_NODE, PROVISIONED_BY = "volume.kubernetes.io/selected-node", "pv.kubernetes.io/provisioned-by"
DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"
YES = "yes"


def annotations(obj: dict) -> dict:
    return obj["metadata"].get("annotations") or {}


def capacity(volume: dict) -> int:
    return placement.amount("storage", (volume["spec"].get("capacity") or {}).get("storage", "0"))


def asked(claim: dict) -> int:
    """The bytes a claim asks for."""
    return placement.amount("storage", ((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage", "0"))


def is_reserved_for(volume: dict, claim: dict) -> bool:
    """Whether the volume names this claim, by uid where it names one (IsVolumeBoundToClaim)."""
    reference = volume["spec"].get("claimRef")
    if not reference:
        return False
    meta = claim["metadata"]
    named = reference.get("name") == meta["name"] and reference.get("namespace") == meta["namespace"]
    return named and reference.get("uid") in (None, "", meta["uid"])


def is_candidate(volume: dict, claim: dict) -> bool:
    """Whether the volume has what the claim asks for (size, class, modes, labels), whoever else it may be reserved for."""
    spec, wanted = volume["spec"], claim["spec"]
    return (capacity(volume) >= asked(claim)
            and (spec.get("storageClassName") or "") == (wanted.get("storageClassName") or "")
            and spec.get("volumeMode", "Filesystem") == wanted.get("volumeMode", "Filesystem")
            and set(wanted.get("accessModes") or ()) <= set(spec.get("accessModes") or ())
            and (wanted.get("selector") is None or labels.matches_object(wanted["selector"], volume["metadata"].get("labels"))))


def best_match(volumes, claim: dict, delayed: bool) -> dict | None:
    """The volume for a claim: one reserved for it, else the smallest free one that is big enough, unless binding waits for a pod."""
    for volume in volumes:
        if is_reserved_for(volume, claim) and capacity(volume) >= asked(claim):
            return volume
    if delayed:
        return None
    free = [v for v in volumes if not v["spec"].get("claimRef") and not v["metadata"].get("deletionTimestamp")
            and (v.get("status") or {}).get("phase") == "Available" and is_candidate(v, claim)]
    return min(free, key=lambda v: (capacity(v), v["metadata"]["name"]), default=None)


def bound_volume(volume: dict, claim: dict) -> dict:
    """The volume with the claim written in."""
    meta = claim["metadata"]
    had = volume["spec"].get("claimRef")
    reference = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": meta["namespace"], "name": meta["name"], "uid": meta["uid"],
                 "resourceVersion": meta["resourceVersion"]}
    if had and had.get("uid") == meta["uid"]:
        return volume
    made = {**volume, "spec": {**volume["spec"], "claimRef": reference}}
    return made if had else annotated(made, {BY_CONTROLLER: YES})


def annotated(obj: dict, more: dict) -> dict:
    """The object with more annotations."""
    return {**obj, "metadata": {**obj["metadata"], "annotations": {**annotations(obj), **more}}}


def bound_claim(claim: dict, volume: dict) -> dict:
    """The claim with the volume written in, and that this is for good."""
    more = {COMPLETED: YES}
    made = claim
    if claim["spec"].get("volumeName") != volume["metadata"]["name"]:
        made = {**claim, "spec": {**claim["spec"], "volumeName": volume["metadata"]["name"]}}
        more[BY_CONTROLLER] = YES
    return annotated(made, more) if any(annotations(made).get(k) != v for k, v in more.items()) else made


def claim_status(claim: dict, phase: str, volume: dict | None) -> dict:
    """The claim's status in a phase; bound, it tells the volume's modes and size."""
    status = {k: v for k, v in (claim.get("status") or {}).items() if k not in ("phase", "accessModes", "capacity")}
    status["phase"] = phase
    if volume is not None:
        status["accessModes"] = volume["spec"].get("accessModes") or []
        was = ((claim.get("status") or {}).get("capacity") or {}).get("storage")
        status["capacity"] = {"storage": was or (volume["spec"].get("capacity") or {}).get("storage", "0")}
    return status


def unbound_volume(volume: dict) -> dict:
    """The volume without what the binder wrote: the whole reference, or only the uid of one that a user made."""
    spec = dict(volume["spec"])
    if BY_CONTROLLER in annotations(volume):
        del spec["claimRef"]
    else:
        spec["claimRef"] = {k: v for k, v in spec["claimRef"].items() if k not in ("uid", "resourceVersion")}
    kept = {k: v for k, v in annotations(volume).items() if k != BY_CONTROLLER}
    return {**volume, "spec": spec, "metadata": {**volume["metadata"], "annotations": kept}}


def default_class(classes) -> dict | None:
    """The newest of the storage classes marked as default."""
    marked = [c for c in classes if annotations(c).get(DEFAULT_CLASS) == "true"]
    return max(marked, key=lambda c: (c["metadata"]["creationTimestamp"], c["metadata"]["name"]), default=None)
