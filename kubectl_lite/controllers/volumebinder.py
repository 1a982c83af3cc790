"""Persistent volume binder: binds claims to volumes and tells what became of either. Mirrors pkg/controller/volume/persistentvolume. volumes.py decides."""
from __future__ import annotations

from kubectl_lite.api import volumes as matching
from kubectl_lite.controllers import owners, volumes
from kubectl_lite.machinery.env import parse_time

NAME, SOURCE = "persistentvolume-binder-controller", "persistentvolume-controller"
USER = "system:serviceaccount:kube-system:persistent-volume-binder"
RESYNC = 15.0  # seconds between two looks at a claim that nothing happens to
CLAIMS, VOLUMES, CLASSES, PODS = "persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io", "pods"
NOTHING_THERE = "no persistent volumes available for this claim and no storage class is set"
WAITS = "waiting for first consumer to be created before binding"
LOST_VOLUME = "Bound claim has lost its PersistentVolume. Data on the volume is lost!"
MISBOUND = "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!"
TWICE = "Two claims are bound to the same volume, this one is bound incorrectly"
EXTERNAL = ("Waiting for a volume to be created either by the external provisioner '{}' or manually by the system administrator. "
            "If volume creation is delayed, please verify that the provisioner is running and correctly registered.")


def _volume_keys(volume, cache):
    """A volume, the claim it names, and the claims that wait for any."""
    reference = volume["spec"].get("claimRef") or {}
    named = [(reference.get("namespace"), reference.get("name"))] if reference else []
    waiting = [owners.own_key(c, cache)[0] for c in cache.list(CLAIMS) if not c["spec"].get("volumeName")]
    return [("", volume["metadata"]["name"]), *named, *waiting]


def _claim_keys(claim, cache):
    own = owners.own_key(claim, cache)[0]
    named = claim["spec"].get("volumeName")
    return [own] + ([("", named)] if named else [])


def _class_keys(_class, cache):
    return [owners.own_key(c, cache)[0] for c in cache.list(CLAIMS) if not volumes.annotations(c).get(volumes.COMPLETED)]


WATCHES = {CLAIMS: _claim_keys, VOLUMES: _volume_keys, CLASSES: _class_keys}


def order(key):
    """Volumes first: claims shall find them available."""
    return bool(key[0])


def reconcile(key, ctx):
    """One claim, or one volume (namespace "")."""
    namespace, name = key
    if not namespace:
        volume = ctx.cache.get(VOLUMES, "", name)
        return _volume(ctx, volume) if volume else None
    claim = ctx.cache.get(CLAIMS, namespace, name)
    if claim is None:
        return None
    return _bound(ctx, claim) if volumes.COMPLETED in volumes.annotations(claim) else _unbound(ctx, claim)


def _unbound(ctx, claim):
    if claim["spec"].get("volumeName"):
        return _prebound(ctx, claim)
    claim = _with_default_class(ctx, claim)
    found_class = ctx.cache.get(CLASSES, "", claim["spec"].get("storageClassName") or "")
    delayed = bool(found_class) and found_class.get("volumeBindingMode") == "WaitForFirstConsumer" and volumes.SELECTED_NODE not in volumes.annotations(claim)
    volume = volumes.best_match(ctx.cache.list(VOLUMES), claim, delayed)
    if volume is not None:
        return _bind(ctx, volume, claim)
    _say_waiting(ctx, claim, found_class, delayed)
    ctx.update_status(CLAIMS, claim, volumes.claim_status(claim, "Pending", None))


def _with_default_class(ctx, claim):
    """A claim that was made before there was a default class gets it now."""
    chosen = volumes.default_class(ctx.cache.list(CLASSES)) if "storageClassName" not in claim["spec"] else None
    if chosen is None:
        return claim
    return ctx.update(CLAIMS, {**claim, "spec": {**claim["spec"], "storageClassName": chosen["metadata"]["name"]}})


def _say_waiting(ctx, claim, found_class, delayed):
    if delayed:
        return _say_delayed(ctx, claim)
    wanted = claim["spec"].get("storageClassName")
    if not wanted:
        ctx.events.normal(claim, "FailedBinding", NOTHING_THERE, once=True)
    elif found_class is None:
        ctx.events.warning(claim, "ProvisioningFailed", f'storageclass.storage.k8s.io "{wanted}" not found', once=True)
    elif found_class["provisioner"] == "kubernetes.io/no-provisioner":
        ctx.events.warning(claim, "ProvisioningFailed", "no volume plugin matched name: kubernetes.io/no-provisioner", once=True)
    else:
        ctx.events.normal(claim, "ExternalProvisioning", EXTERNAL.format(found_class["provisioner"]), once=True)


def _say_delayed(ctx, claim):
    """The first look at a claim comes with its creation, before any pod's; who uses it is seen from the next look on."""
    meta = claim["metadata"]
    fresh = ctx.now - parse_time(meta["creationTimestamp"]) < RESYNC
    users = [] if fresh else [p["metadata"]["name"] for p in ctx.cache.list(PODS, meta["namespace"]) if not p["spec"].get("nodeName") and meta["name"] in matching.claim_names(p)]
    if users:
        names = f"pod {users[0]}" if len(users) == 1 else f"one of pods {','.join(users)}"
        ctx.events.normal(claim, "WaitForPodScheduled", f"waiting for {names} to be scheduled", once=True)
    else:
        ctx.events.normal(claim, "WaitForFirstConsumer", WAITS, once=True)


def _prebound(ctx, claim):
    """A claim that names its volume: bound when the volume is free or reserved for it."""
    volume = ctx.cache.get(VOLUMES, "", claim["spec"]["volumeName"])
    if volume is not None and (not volume["spec"].get("claimRef") or matching.is_reserved_for(volume, claim)):
        return _bind(ctx, volume, claim)
    ctx.update_status(CLAIMS, claim, volumes.claim_status(claim, "Pending", None))


def _bound(ctx, claim):
    """A claim that was bound: still so, or lost."""
    volume = ctx.cache.get(VOLUMES, "", claim["spec"].get("volumeName", ""))
    if volume is None:
        return _lose(ctx, claim, "ClaimLost", LOST_VOLUME if claim["spec"].get("volumeName") else MISBOUND)
    reference = volume["spec"].get("claimRef")
    if not reference or matching.is_reserved_for(volume, claim):
        return _bind(ctx, volume, claim)
    return _lose(ctx, claim, "ClaimMisbound", TWICE)


def _lose(ctx, claim, reason, message):
    if (claim.get("status") or {}).get("phase") != "Lost":
        ctx.events.warning(claim, reason, message)
    ctx.update_status(CLAIMS, claim, {**(claim.get("status") or {}), "phase": "Lost"})


def _bind(ctx, volume, claim):
    """The four writes of a binding, each only where it is missing: volume, its phase, claim, its status."""
    volume = ctx.update(VOLUMES, volumes.bound_volume(volume, claim), was=volume)
    volume = _phase(ctx, volume, "Bound")
    claim = ctx.update(CLAIMS, volumes.bound_claim(claim, volume), was=claim)
    ctx.update_status(CLAIMS, claim, volumes.claim_status(claim, "Bound", volume))


def _phase(ctx, volume, phase, message=""):
    status = volume.get("status") or {}
    if status.get("phase") == phase:
        return volume
    made = {k: v for k, v in status.items() if k not in ("message", "lastPhaseTransitionTime")}
    made.update(phase=phase, lastPhaseTransitionTime=ctx.timestamp, **({"message": message} if message else {}))
    return ctx.update_status(VOLUMES, volume, made)


def _volume(ctx, volume):
    """What a volume is: Available, Bound, or Released with its claim gone."""
    reference = volume["spec"].get("claimRef")
    if not reference or not reference.get("uid"):
        _phase(ctx, volume, "Available")
        return
    claim = ctx.cache.get(CLAIMS, reference.get("namespace", ""), reference.get("name", ""))
    if claim is None or claim["metadata"]["uid"] != reference["uid"]:
        _release(ctx, volume)
    elif claim["spec"].get("volumeName") == volume["metadata"]["name"]:
        _phase(ctx, volume, "Bound")
    elif claim["spec"].get("volumeName"):
        ctx.update(VOLUMES, volumes.unbound_volume(volume), was=volume)


def _release(ctx, volume):
    if (volume.get("status") or {}).get("phase") not in ("Released", "Failed"):
        volume = _phase(ctx, volume, "Released")
    policy = volume["spec"].get("persistentVolumeReclaimPolicy", "Retain")
    if policy == "Delete" and not owners.is_deleted(volume):
        ctx.delete(VOLUMES, volume)
    elif policy == "Recycle":
        _phase(ctx, ctx.update(VOLUMES, volumes.unbound_volume(volume), was=volume), "Available")
