"""Creating strategic merge patches: the patch that turns one object into another, as CreateTwoWayMergePatch does."""
from __future__ import annotations

from collections import namedtuple

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.patch.errors import PatchError
from kubectl_lite.machinery.patch.json import equal
from kubectl_lite.machinery.patch.lookup import MERGE, REPLACE
from kubectl_lite.machinery.patch.order import DELETE, DIRECTIVE, element_type, find, in_order, item_key, same, unique
from kubectl_lite.machinery.patch.strategic import DELETE_LIST, RETAIN, SET_ORDER

Options = namedtuple("Options", "set_order no_changes no_deletions retain_keys", defaults=(False, False, False, False))


def two_way(original: dict, modified: dict, lookup) -> dict:
    """The strategic merge patch from original to modified."""
    return diff_maps(original, modified, lookup, Options(set_order=True))


def diff_maps(original, modified, lookup, options) -> dict:
    """The patch of one map; `options.no_changes` leaves deletions alone, `no_deletions` changes and additions."""
    patch: dict = {}
    for key, value in modified.items():
        if key not in original:
            if not options.no_changes:
                patch[key] = value
        elif key == DIRECTIVE:
            _diff_directive(original[key], value, patch)
        elif type(original[key]) is not type(value):
            if not options.no_changes:
                patch[key] = value
        elif isinstance(value, dict):
            _diff_map(key, original[key], value, patch, lookup, options)
        elif isinstance(value, list):
            _diff_list(key, original[key], value, patch, lookup, options)
        else:
            _replace(key, original[key], value, patch, options)
    if not options.no_deletions:
        patch.update({key: None for key in original if key not in modified})
    retained = [key for key, value in modified.items() if value is not None] if options.retain_keys else []
    if retained and (patch or any(key not in modified for key in original)):
        patch[RETAIN] = sorted(retained)
    return patch


def _diff_directive(old, new, patch):
    if not isinstance(old, str) or not isinstance(new, str):
        raise PatchError(f"invalid value for special key: {DIRECTIVE}")
    if old != new:
        patch[DIRECTIVE] = new


def _replace(key, old, new, patch, options):
    if not options.no_changes and not equal(old, new):
        patch[key] = new


def _rule(key, old, new, lookup):
    """The field's rule; None when it is unknown but nothing changed."""
    try:
        return lookup.field(key)
    except PatchError:
        if equal(old, new):
            return None
        raise


def _diff_map(key, old, new, patch, lookup, options):
    rule = _rule(key, old, new, lookup)
    if rule is None:
        return
    if rule.strategy == REPLACE:
        if not options.no_changes:
            patch[key] = new
        return
    below = diff_maps(old, new, rule.type, options._replace(retain_keys=rule.retain_keys))
    if below:
        patch[key] = below


def _diff_list(key, old, new, patch, lookup, options):
    rule = _rule(key, old, new, lookup)
    if rule is None:
        return
    if rule.strategy != MERGE:
        _replace(key, old, new, patch, options)
        return
    items, deleted, order = diff_lists(old, new, rule.type, rule.merge_key, options._replace(retain_keys=rule.retain_keys))
    if items:
        patch[key] = items
    if deleted:
        patch[f"{DELETE_LIST}/{key}"] = deleted
    if order:
        patch[f"{SET_ORDER}/{key}"] = order


def diff_lists(original, modified, item_type, merge_key, options) -> tuple[list, list, list]:
    """(list for the patch, parallel list of deletions, element order) of two lists that are merged."""
    if not original:
        return ([] if options.no_changes else modified), [], []
    if element_type(original, modified) is dict:
        items = _object_patch(original, modified, item_type, merge_key, options)
        changed = bool(items) or not options.no_changes and _reordered(original, modified, merge_key)
        order = [{merge_key: item[merge_key]} for item in modified] if options.set_order and changed else []
        return items, [], order
    items, deletions = _diff_scalars(original, modified, options)
    # the original is compared in sorted order, as Kubernetes (by an accident that shows) compares it
    changed = bool(deletions) or not options.no_changes and not equal(sorted(original, key=gofmt.text), modified)
    return in_order(items, modified, "", False), deletions, list(modified) if options.set_order and changed else []


def _object_patch(original, modified, item_type, merge_key, options):
    if not merge_key:
        raise PatchError(f"cannot merge lists without merge key for {item_type.name.rpartition('.')[2]}")
    items, deletions = _diff_objects(original, modified, item_type, merge_key, options)
    return in_order(items, modified, merge_key, True) + deletions


def _reordered(original, modified, merge_key):
    if len(original) != len(modified):
        return True
    return any(not same(item_key(a, merge_key), item_key(b, merge_key)) for a, b in zip(original, modified))


def _diff_scalars(original, modified, options):
    have, want = {gofmt.text(v): v for v in original}, {gofmt.text(v): v for v in modified}
    added = [] if options.no_changes else [want[k] for k in sorted(want) if k not in have]
    deleted = [] if options.no_deletions else unique([have[k] for k in sorted(have) if k not in want])
    return added, deleted


def _diff_objects(original, modified, item_type, merge_key, options):
    """(changed and added items, delete directives), sorted by merge key."""
    def text(item):
        return gofmt.text(item_key(item, merge_key))
    patch, deletions = [], []
    for item in sorted(modified, key=text):
        at = find(original, merge_key, item[merge_key])
        if at >= 0:
            below = diff_maps(original[at], item, item_type, options)
            if below:
                patch.append({**below, merge_key: item[merge_key]})
        elif not options.no_changes:
            patch.append(item)
    if not options.no_deletions:
        deletions = [{DIRECTIVE: DELETE, merge_key: item[merge_key]} for item in sorted(original, key=text) if find(modified, merge_key, item_key(item, merge_key)) < 0]
    return patch, deletions
