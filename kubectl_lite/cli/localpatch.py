"""Patches applied without a server: `patch --local`, `--dry-run=client`, `run --overrides`."""
from __future__ import annotations

from kubectl_lite.cli import patchtypes
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import JSON_PATCH, MERGE_PATCH


def apply(obj, patch, kind: str):
    """The patched object; the object itself stays as it was."""
    from kubectl_lite.machinery.patch import json as json_patch, merge, strategic
    from kubectl_lite.machinery.patch.errors import PatchError
    if isinstance(patch, bytes):
        raise CommandError("invalid JSON document")
    try:
        if kind == JSON_PATCH and not isinstance(patch, list):
            raise CommandError("json: cannot unmarshal object into Go value of type jsonpatch.Patch")
        if kind == JSON_PATCH:
            return json_patch.apply(obj, patch)
        rules = None if kind == MERGE_PATCH else patchtypes.lookup(obj["apiVersion"], obj["kind"])
        return strategic.apply(obj, patch, rules) if rules else merge.apply(obj, patch)
    except PatchError as e:
        raise CommandError(str(e)) from None
