"""Owner references: reading them, making them, and the adoption and release of matching objects (Kubernetes' ControllerRefManager)."""
from __future__ import annotations

from kubectl_lite.machinery import labels
from kubectl_lite.machinery.errors import ApiError
from kubectl_lite.machinery.wire import STRATEGIC_PATCH

GONE = (404, 422)  # the object vanished, or its uid is another by now


def controller_of(obj: dict) -> dict | None:
    """The reference that is the controller, or None."""
    return next((r for r in obj["metadata"].get("ownerReferences") or () if r.get("controller")), None)


def is_controlled_by(obj: dict, owner: dict) -> bool:
    found = controller_of(obj)
    return found is not None and found["uid"] == owner["metadata"]["uid"]


def controller_reference(owner: dict, blocks: bool = True) -> dict:
    """The reference that makes `owner` the controller (NewControllerRef)."""
    reference = {"apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": owner["metadata"]["name"], "uid": owner["metadata"]["uid"],
                 "controller": True}
    if blocks:
        reference["blockOwnerDeletion"] = True
    return reference


def controller_keys(kind: str, group: str = ""):
    """A keys function for WATCHES: the controller of this kind that an object names, as (namespace, name)."""
    def keys(obj, _cache):
        found = controller_of(obj)
        if found and found["kind"] == kind and found["apiVersion"].rpartition("/")[0] == group:
            return [(obj["metadata"].get("namespace", ""), found["name"])]
        return []
    return keys


def own_key(obj, _cache):
    """A keys function for WATCHES: the object itself, as (namespace, name)."""
    return [(obj["metadata"].get("namespace", ""), obj["metadata"]["name"])]


def is_deleted(obj: dict) -> bool:
    return bool(obj["metadata"].get("deletionTimestamp"))


def selector_owner_keys(resource: str, kind: str, group: str = "", selector=None):
    """A keys function for pods and the like: the controller by reference, or for an orphan everyone of `resource` whose selector matches."""
    by_reference = controller_keys(kind, group)

    def keys(obj, cache):
        if controller_of(obj):
            return by_reference(obj, cache)
        own = obj["metadata"].get("labels") or {}
        return [(owner["metadata"]["namespace"], owner["metadata"]["name"])
                for owner in cache.list(resource, obj["metadata"]["namespace"])
                if _selects(owner, own, selector)]
    return keys


def _selects(owner, own, selector):
    chosen = (selector or object_selector)(owner)
    return not chosen.empty() and chosen.matches(own)


def object_selector(owner: dict):
    """The selector of a workload with a LabelSelector."""
    return labels.from_object(owner["spec"].get("selector"))


def claim(ctx, resource: str, owner: dict, selector, objects, adoptable=lambda obj: True) -> list:
    """The objects that are the owner's: kept, adopted when they match and have no controller, released when they no longer match.

    Nothing is adopted by an owner that is being deleted, nor anything that is.
    """
    mine = []
    for obj in objects:
        reference = controller_of(obj)
        if reference is not None and reference["uid"] != owner["metadata"]["uid"]:
            continue
        matches = selector.matches(obj["metadata"].get("labels"))
        if reference is not None:
            if matches:
                mine.append(obj)
            elif not is_deleted(owner):
                _release(ctx, resource, owner, obj)
        elif matches and not is_deleted(owner) and not is_deleted(obj) and adoptable(obj):
            adopted = _adopt(ctx, resource, owner, obj)
            mine += [adopted] if adopted else []
    return mine


def _adopt(ctx, resource, owner, obj):
    patch = {"metadata": {"ownerReferences": [controller_reference(owner)], "uid": obj["metadata"]["uid"]}}
    return _patched(ctx, resource, obj, patch)


def _release(ctx, resource, owner, obj):
    patch = {"metadata": {"ownerReferences": [{"$patch": "delete", "uid": owner["metadata"]["uid"]}], "uid": obj["metadata"]["uid"]}}
    _patched(ctx, resource, obj, patch)


def _patched(ctx, resource, obj, patch):
    try:
        return ctx.patch(resource, obj, patch, STRATEGIC_PATCH)
    except ApiError as e:
        if e.code in GONE:
            return None
        raise
