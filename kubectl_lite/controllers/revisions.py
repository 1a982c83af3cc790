"""ControllerRevisions: the history of templates that daemon sets and stateful sets keep. Mirrors pkg/controller/history."""
from __future__ import annotations

from kubectl_lite.controllers import owners
from kubectl_lite.machinery.errors import ApiError

REVISIONS = "controllerrevisions.apps"
HASH = "controller-revision-hash"
NAME_MAX = 223


def template_data(owner: dict) -> dict:
    """What a revision keeps: a patch that puts the owner's template back."""
    return {"spec": {"template": {**owner["spec"]["template"], "$patch": "replace"}}}


def made(owner: dict, revision: int, labels: dict, hash_label: str, hash_: str) -> dict:
    """The revision to create for the owner's present template, named by a hash that `hash_label` carries."""
    data, meta = template_data(owner), owner["metadata"]
    annotations = dict(meta.get("annotations") or {})
    found = {"apiVersion": "apps/v1", "kind": "ControllerRevision", "revision": revision, "data": data,
             "metadata": {"name": f"{meta['name'][:NAME_MAX]}-{hash_}", "namespace": meta["namespace"],
                          "labels": {**labels, hash_label: hash_},
                          "ownerReferences": [owners.controller_reference(owner)]}}
    if annotations:
        found["metadata"]["annotations"] = annotations
    return found


def in_order(revisions) -> list:
    """By revision, then age, then name."""
    return sorted(revisions, key=lambda r: (r["revision"], r["metadata"]["creationTimestamp"], r["metadata"]["name"]))


def next_number(revisions) -> int:
    return max((r["revision"] for r in revisions), default=0) + 1


def claimed(ctx, owner: dict) -> list:
    """The owner's revisions, in order; matching orphans are adopted."""
    found = ctx.cache.list(REVISIONS, owner["metadata"]["namespace"])
    return in_order(owners.claim(ctx, REVISIONS, owner, owners.object_selector(owner), found))


def current(ctx, resource: str, owner: dict, revisions, labels: dict, hash_label: str, hash_of):
    """(the revision of the present template, made or raised to the newest number; all revisions in order).

    `hash_of(owner, collisions)` is the hash in the name of a revision that must be made.
    """
    data = template_data(owner)
    same = [r for r in revisions if r.get("data") == data]
    number = next_number([r for r in revisions if r not in same])
    if same:
        kept = same[-1]
        for other in same[:-1]:
            ctx.delete(REVISIONS, other)
        if kept["revision"] < number:
            kept = ctx.update(REVISIONS, {**kept, "revision": number})
    else:
        kept = _create(ctx, resource, owner, number, labels, hash_label, hash_of)
    others = [r for r in revisions if r not in same]
    return kept, in_order(others + [kept])


def _create(ctx, resource, owner, number, labels, hash_label, hash_of):
    """Make the revision; where its name is taken by another, count the collision in the owner's status and let the next look try again."""
    hash_ = hash_of(owner, (owner.get("status") or {}).get("collisionCount"))
    try:
        return ctx.create(REVISIONS, made(owner, number, labels, hash_label, hash_))
    except ApiError as e:
        if e.reason == "AlreadyExists":
            status = owner.get("status") or {}
            ctx.update_status(resource, owner, {**status, "collisionCount": status.get("collisionCount", 0) + 1})
        raise


def truncate(ctx, owner: dict, revisions, live: set) -> None:
    """Delete the oldest revisions beyond the limit that no pod lives on; `live` are names."""
    spare = [r for r in revisions if r["metadata"]["name"] not in live]
    for revision in spare[:max(len(spare) - owner["spec"].get("revisionHistoryLimit", 10), 0)]:
        ctx.delete(REVISIONS, revision)
