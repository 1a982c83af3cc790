"""Volumes and claims: which volume serves a claim, and what each must look like when they are bound. Pure. Mirrors pkg/controller/volume/persistentvolume."""
from __future__ import annotations

from kubectl_lite.api import volumes as matching

BY_CONTROLLER, COMPLETED = "pv.kubernetes.io/bound-by-controller", "pv.kubernetes.io/bind-completed"
SELECTED_NODE = "volume.kubernetes.io/selected-node"
DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"
YES = "yes"


def annotations(obj: dict) -> dict:
    return obj["metadata"].get("annotations") or {}


def best_match(volumes, claim: dict, delayed: bool) -> dict | None:
    """The volume for a claim: one reserved for it, else the smallest free one that is big enough, unless binding waits for a pod."""
    free = [v for v in volumes if matching.is_free_for(v, claim)]
    reserved = [v for v in free if v["spec"].get("claimRef")]
    if reserved or delayed:
        return reserved[0] if reserved else None
    return min(free, key=matching.by_size, default=None)


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
