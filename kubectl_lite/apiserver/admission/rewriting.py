"""Rewriting: the object of a write after a webhook's JSON patch: typed and defaulted again, in the version the patch was made for and back."""
from __future__ import annotations

import copy

from kubectl_lite.api import kinds
from kubectl_lite.apiserver.admission import equivalents
from kubectl_lite.machinery import errors
from kubectl_lite.machinery.patch import json as jsonpatch
from kubectl_lite.machinery.patch.errors import PatchError


def patch(attributes, seen, operations: list[dict]) -> bool:
    """Patch attributes.obj as `seen` (the attributes in the patch's version) shows it; whether that changed anything."""
    before = copy.deepcopy(seen.obj)
    try:
        patched = jsonpatch.apply(copy.deepcopy(before), operations)
    except PatchError as e:
        raise errors.internal(str(e)) from None
    if not isinstance(patched, dict):
        raise errors.internal("the patched object is no object")
    return settle(attributes, seen, typed(seen, patched), before)


def settle(attributes, seen, changed: dict, before: dict) -> bool:
    """Make attributes.obj (in place, for others hold on to it) what `seen`'s object has become; whether that is something else."""
    if changed == before:
        return False
    members = dict(changed if seen is attributes else equivalents.converted(attributes, changed, attributes.resource))
    attributes.obj.clear()
    attributes.obj.update(members)
    return True


def typed(seen, patched: dict) -> dict:
    """The patched object without fields that its type does not have, with defaults."""
    resource = seen.resource
    kept = {key: patched.get(key) for key in ("apiVersion", "kind")}
    if resource.crd is not None:
        from kubectl_lite.api.structural.prune import prune
        from kubectl_lite.apiserver.crd import versions
        return prune(patched, versions.schema(resource.crd, resource.version))[0]
    from kubectl_lite.api import codec, schema
    name = resource.schema if kept["kind"] == resource.kind else schema.for_kind(str(kept["apiVersion"]), str(kept["kind"]))
    if not name:
        return patched
    try:
        obj = codec.decode(patched, name)[0]
    except errors.ApiError:
        from kubectl_lite.api import codec_errors
        raise errors.internal(codec_errors.diagnose(patched, name)[0]) from None
    obj.update(kept)
    if kept["kind"] == resource.kind:
        kinds.strategy(resource.group, resource.kind).default(obj)
    return obj
