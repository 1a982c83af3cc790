"""Garbage collector: dependents go after their owners; owners wait for, or let go of, their dependents. Mirrors pkg/controller/garbagecollector.

The graph is the owner index over every listed kind; there is nothing else to keep.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.controllers import owners
from kubectl_lite.machinery.errors import ApiError

NAME, USER = "garbage-collector-controller", "system:serviceaccount:kube-system:generic-garbage-collector"
FOREGROUND, ORPHAN = "foregroundDeletion", "orphan"
IGNORED = {("", "events"), ("events.k8s.io", "events")}
NEEDED = {"delete", "list", "watch"}


CUSTOM = "customresourcedefinitions.apiextensions.k8s.io"


def _text(resource):
    return f"{resource.name}.{resource.group}" if resource.group else resource.name


COLLECTED = tuple(_text(r) for r in resources.all_stored() if (r.group, r.name) not in IGNORED and NEEDED <= set(r.verbs))


def watches(ctx) -> dict:
    """Every kind that can be deleted, built in or custom."""
    custom = [f"{d['spec']['names']['plural']}.{d['spec']['group']}" for d in ctx.cache.list(CUSTOM)]
    return {name: _keys_of(name, ctx) for name in (*COLLECTED, *custom)}


def _keys_of(resource, ctx):
    """An object's own key, and those of its dependents and owners, which may be free now."""
    def keys(obj, cache):
        meta = obj["metadata"]
        if meta.get("ownerReferences") or meta.get("finalizers"):
            yield resource, meta.get("namespace", ""), meta["name"], meta["uid"]
        for name, other in cache.dependents(meta["uid"]):
            yield name, other["metadata"].get("namespace", ""), other["metadata"]["name"], other["metadata"]["uid"]
        for reference in meta.get("ownerReferences") or ():
            found = _resource_of(ctx, reference)
            if found is not None:
                namespace = meta.get("namespace", "") if found.namespaced else ""
                yield _text(found), namespace, reference["name"], reference["uid"]
    return keys


def reconcile(key, ctx):
    """One object: free its dependents or wait for them where its finalizers ask so, or delete it where its owners are gone."""
    resource, namespace, name, uid = key
    obj = ctx.cache.get(resource, namespace, name)
    if obj is None or obj["metadata"]["uid"] != uid:
        return
    finalizers = obj["metadata"].get("finalizers") or ()
    if owners.is_deleted(obj):
        if ORPHAN in finalizers:
            _orphan(ctx, resource, obj)
        elif FOREGROUND in finalizers:
            _foreground(ctx, resource, obj)
        return
    _attempt(ctx, resource, obj)


def _orphan(ctx, resource, obj):
    """Take this owner out of its dependents, then let it go."""
    uid = obj["metadata"]["uid"]
    for name, dependent in ctx.cache.dependents(uid):
        _without_owners(ctx, name, dependent, {uid})
    _unfinalize(ctx, resource, obj, ORPHAN)


def _foreground(ctx, resource, obj):
    """Delete the dependents; go when none that blocks is left."""
    uid = obj["metadata"]["uid"]
    for name, dependent in ctx.cache.dependents(uid):
        if not owners.is_deleted(dependent):
            _attempt(ctx, name, dependent)
    if not any(_blocks(dependent, uid) for _, dependent in ctx.cache.dependents(uid)):
        _unfinalize(ctx, resource, obj, FOREGROUND)


def _blocks(dependent, uid):
    return any(r["uid"] == uid and r.get("blockOwnerDeletion") for r in dependent["metadata"].get("ownerReferences") or ())


def _attempt(ctx, resource, obj):
    """Delete an object all of whose owners are gone or go before it; else drop the references to those (attemptToDeleteItem)."""
    references = obj["metadata"].get("ownerReferences") or ()
    if not references:
        return
    solid, dangling, waiting = _classified(ctx, obj, references)
    if solid:
        _without_owners(ctx, resource, obj, {r["uid"] for r in dangling + waiting})
    elif waiting and _has_dependents(ctx, obj):
        ctx.delete(resource, obj, propagation="Foreground")
    else:
        ctx.delete(resource, obj, propagation=_policy(obj))


def _classified(ctx, obj, references):
    """Owner references by what became of the owner: there; gone; there but waiting for its dependents to go."""
    solid, dangling, waiting = [], [], []
    for reference in references:
        owner, known = _owner(ctx, obj, reference)
        if not known:
            solid.append(reference)
        elif owner is None:
            dangling.append(reference)
        elif owners.is_deleted(owner) and FOREGROUND in (owner["metadata"].get("finalizers") or ()):
            waiting.append(reference)
        else:
            solid.append(reference)
    return solid, dangling, waiting


def _owner(ctx, obj, reference):
    """(the owner or None, whether we can tell): a kind that nobody serves cannot be looked for."""
    resource = _resource_of(ctx, reference)
    if resource is None:
        return None, False
    namespace = obj["metadata"].get("namespace", "") if resource.namespaced else ""
    if resource.namespaced and not namespace:
        return None, False  # a cluster-scoped object cannot have a namespaced owner: left alone
    found = ctx.cache.get(_text(resource), namespace, reference["name"])
    return (found if found and found["metadata"]["uid"] == reference["uid"] else None), True


def _resource_of(ctx, reference):
    """The resource of an owner, in the version that is watched, or None when nobody serves its kind."""
    group, _, version = reference["apiVersion"].rpartition("/")
    served = resources.find_kind(group, version, reference["kind"]) or _custom_resource_of(ctx, reference)
    return served and ctx.resolve(_text(served))


def _custom_resource_of(ctx, reference):
    try:
        return ctx.client.mapper.find_kind(reference["apiVersion"], reference["kind"])
    except ApiError:
        return None


def _has_dependents(ctx, obj):
    return bool(ctx.cache.dependents(obj["metadata"]["uid"]))


def _policy(obj):
    finalizers = obj["metadata"].get("finalizers") or ()
    return "Orphan" if ORPHAN in finalizers else "Foreground" if FOREGROUND in finalizers else "Background"


def _without_owners(ctx, resource, obj, uids):
    kept = [r for r in obj["metadata"].get("ownerReferences") or () if r["uid"] not in uids]
    if len(kept) == len(obj["metadata"].get("ownerReferences") or ()):
        return
    _patch(ctx, resource, obj, {"ownerReferences": kept or None})


def _unfinalize(ctx, resource, obj, finalizer):
    _patch(ctx, resource, obj, {"finalizers": [f for f in obj["metadata"]["finalizers"] if f != finalizer] or None})


def _patch(ctx, resource, obj, change):
    meta = {**change, "resourceVersion": obj["metadata"]["resourceVersion"], "uid": obj["metadata"]["uid"]}
    try:
        ctx.patch(resource, obj, {"metadata": meta})
    except ApiError as e:
        if e.code != 404:
            raise
    ctx.cache.poll(resource)
