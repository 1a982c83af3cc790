"""The patches of `kubectl apply`: from what was applied last, what is to be, and what is, to what must be sent.

`strategic` for built-in kinds, `merge` for custom ones. Mirrors CreateThreeWayMergePatch and CreateThreeWayJSONMergePatch.
"""
from __future__ import annotations

from kubectl_lite.machinery.patch import diff
from kubectl_lite.machinery.patch import merge as merge_patch
from kubectl_lite.machinery.patch import strategic as strategic_patch
from kubectl_lite.machinery.patch.errors import PatchError
from kubectl_lite.machinery.patch.json import equal


class Conflict(PatchError):
    """What is to be changed has been changed otherwise meanwhile, and overwriting is not wanted."""


class PreconditionFailed(PatchError):
    """The patch would change what identifies the object."""


def strategic(original: dict, modified: dict, current: dict, lookup, overwrite: bool = True) -> dict:
    """The strategic merge patch that brings current to modified and deletes what original had and modified has not."""
    delta = diff.diff_maps(current, modified, lookup, diff.Options(set_order=True, no_deletions=True))
    deletions = diff.diff_maps(original, modified, lookup, diff.Options(set_order=True, no_changes=True))
    patch = strategic_patch.combine(deletions, delta, lookup)
    if not overwrite:
        changed = diff.diff_maps(original, current, lookup, diff.Options())
        _check_conflicts(patch, changed)
    return patch


def merge(original: dict, modified: dict, current: dict, preconditions=()) -> dict:
    """The JSON merge patch that does the same without types; `preconditions` are functions of the patch that must hold."""
    additions = _keep(merge_patch.create(current, modified), deletions=False)
    deletions = _keep(merge_patch.create(original, modified), deletions=True)
    patch = _join(deletions or {}, additions or {})
    for holds in preconditions:
        if not holds(patch):
            raise PreconditionFailed("precondition failed")
    return patch


def _keep(patch, deletions: bool):
    """The nulls of a patch alone, or all but them; None when nothing is left."""
    out = {}
    for key, value in patch.items():
        if isinstance(value, dict):
            below = _keep(value, deletions) if value else (None if deletions else {})
            if below is not None:
                out[key] = below
        elif (value is None) == deletions:
            out[key] = value
    return out or None


def _join(first, second):
    """Both patches in one: neither removes what the other says."""
    out = dict(first)
    for key, value in second.items():
        have = out.get(key)
        out[key] = _join(have, value) if isinstance(have, dict) and isinstance(value, dict) else value
    return out


def unchanged(*path: str):
    """A precondition: the patch leaves a field alone."""
    def holds(patch):
        at = patch
        for key in path:
            if not isinstance(at, dict) or key not in at:
                return True
            at = at[key]
        return False
    return holds


def _check_conflicts(left, right):
    if _differ(left, right):
        raise Conflict(f"patch:\n{_shown(left)}\nconflicts with changes made from original to current:\n{_shown(right)}\n")


def _differ(left, right):
    if isinstance(left, dict) and isinstance(right, dict):
        return any(_differ(value, right[key]) for key, value in left.items() if key in right)
    return not equal(left, right)


def _shown(patch):
    from kubectl_lite.machinery import yamlwriter
    return yamlwriter.dump(patch)
