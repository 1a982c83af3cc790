"""Strategic merge patch: merging by merge keys, with the directives $patch, $retainKeys, $setElementOrder and $deleteFromPrimitiveList.

`apply` merges a patch into an object as the API server does; `combine` merges two patches into one (client-side apply needs it).
Neither changes its arguments. Mirrors apimachinery's strategicpatch.
"""
from __future__ import annotations

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.patch.errors import BadPatch, PatchError
from kubectl_lite.machinery.patch.lookup import MERGE, REPLACE
from kubectl_lite.machinery.patch.order import (DELETE, DIRECTIVE, bad_type, element_type, find, item_key, no_merge_key, normalize, partition,
                                                same, unique)

RETAIN = "$retainKeys"
DELETE_LIST = "$deleteFromPrimitiveList"
SET_ORDER = "$setElementOrder"
BAD_DELETE_LIST = "invalid patch format of primitive list"
BAD_RETAIN = "invalid patch format of retainKeys"
BAD_ORDER = "invalid patch format of setElementOrder list"


def apply(original: dict, patch: dict, lookup) -> dict:
    """The object after the patch; PatchError (BadPatch, Inapplicable) when it does not fit. `lookup` is the type's Lookup."""
    return _merge_map(original, patch, lookup, True)


def combine(first: dict, second: dict, lookup) -> dict:
    """One patch that does what two do, the directives kept."""
    return _merge_map(first, second, lookup, False)


def _merge_map(original, patch, lookup, final):
    """`final`: the result is an object, so directives act and nulls that match nothing vanish; else it is a patch."""
    if DIRECTIVE in patch:
        return _directive(patch)
    original, patch = dict(original or {}), dict(patch)
    _retain_keys(original, patch, final)
    _set_orders(original, patch, lookup, final)
    for key, value in patch.items():
        deleting = key.startswith(DELETE_LIST)
        if deleting and not final:
            original[key] = value
            continue
        if deleting:
            key = _listed_field(key, DELETE_LIST, BAD_DELETE_LIST)
        if value is None:
            original.pop(key, None)
            if final:
                continue
        if key not in original or type(original[key]) is not type(value):
            if not deleting:
                _take(original, key, _without_nulls(value) if final else value)
            continue
        original[key] = _merge_value(original[key], value, key, lookup, deleting, final)
    return original


def _directive(patch):
    what = patch[DIRECTIVE]
    if what == REPLACE:
        return {k: v for k, v in patch.items() if k != DIRECTIVE}
    if what == DELETE:
        return {}
    raise bad_directive(what, patch)


def bad_directive(what, item) -> PatchError:
    text = what if isinstance(what, str) else f"%!s({'float64' if isinstance(what, float) else 'int64' if isinstance(what, int) else 'bool'}={gofmt.text(what)})"
    return PatchError(f"unknown patch type: {text} in map: {gofmt.text(item)}")


DROPPED = object()


def _take(original, key, value):
    """Put a value of the patch where the original has nothing like it: directives in it have nothing to act on."""
    value = _without_directives(value)
    if value is DROPPED:
        original.pop(key, None)
    else:
        original[key] = value


def _without_directives(value):
    if isinstance(value, dict):
        if DIRECTIVE in value:
            return DROPPED
        return {k: kept for k, v in value.items() if (kept := _without_directives(v)) is not DROPPED}
    if isinstance(value, list):
        return [kept for v in value if (kept := _without_directives(v)) is not DROPPED]
    return value


def _without_nulls(value):
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    return [_without_nulls(v) for v in value] if isinstance(value, list) else value


def _merge_value(old, new, key, lookup, deleting, final):
    if isinstance(new, dict):
        rule = lookup.field(key)
        return new if rule.strategy == REPLACE else _merge_map(old, new, rule.type, final)
    if isinstance(new, list):
        rule = lookup.field(key)
        if rule.strategy == MERGE or deleting:
            return _merge_list(old, new, rule.type, rule.merge_key, deleting, final)
    return new


def _retain_keys(original, patch, final):
    """Take $retainKeys out of the patch: clear what it does not name, or hand it on when the original is a patch itself."""
    if RETAIN not in patch:
        return
    kept = patch.pop(RETAIN)
    if not final:
        have = original.setdefault(RETAIN, kept)
        if have != kept:
            raise PatchError(f"{gofmt.text(have)} and {gofmt.text(kept)} are not deep equal: this may happen when calculating the 3-way diff patch")
        return
    if not isinstance(kept, list):
        raise BadPatch(BAD_RETAIN)
    for key, value in patch.items():
        if value is not None and not key.startswith((DELETE_LIST, SET_ORDER)) and key not in kept:
            raise BadPatch(BAD_RETAIN)
    for key in [k for k in original if k not in kept]:
        del original[key]


def _listed_field(key, prefix, text):
    """The field a parallel list speaks of: "$setElementOrder/ports" -> "ports"."""
    head, slash, field = key.partition("/")
    if head != prefix or not slash:
        raise BadPatch(text)
    return field


def _set_orders(original, patch, lookup, final):
    """Act on each $setElementOrder list together with the list it orders, and take both out of the patch."""
    for key in [k for k in patch if k.startswith(SET_ORDER)]:
        order = patch.pop(key)
        if not final and original.setdefault(key, order) != order:
            raise BadPatch(BAD_ORDER)
        if not isinstance(order, list):
            raise bad_type([], order)
        field = _listed_field(key, SET_ORDER, BAD_ORDER)
        for side in (original, patch):
            if field in side and not isinstance(side[field], list):
                raise bad_type([], side[field])
        rule = lookup.field(field)
        check_order(patch.get(field) or [], order, rule.merge_key)
        _set_order(original, patch, field, order, rule, final)


def _set_order(original, patch, field, order, rule, final):
    if field not in original and field not in patch:
        return
    old, new = original.get(field), patch.pop(field, None)
    if old is None:
        merged = _without_directives(new) if final else new
    elif new is None:
        merged = old
    else:
        merged = _merge_list(old, new, rule.type, rule.merge_key, False, final) if rule.strategy == MERGE else new
    here, server_only = partition(merged, order, rule.merge_key)
    if not (old or new):
        original[field] = []
        return
    maps = element_type(old or [], new or []) is dict
    original[field] = normalize(here, server_only, order, old or [], rule.merge_key, maps)


def check_order(items, order, merge_key) -> None:
    """The patch's list must be part of its $setElementOrder list, in that order (deletions aside)."""
    if not order or not items:
        return
    rest = [i for i in items if not (merge_key and isinstance(i, dict) and DIRECTIVE in i)]
    at = 0
    for item in rest:
        key = item_key(item, merge_key)
        while at < len(order) and not same(item_key(order[at], merge_key), key):
            at += 1
        if at >= len(order):
            raise PatchError(f"The order in patch list:\n{gofmt.text(items)}\n doesn't match {SET_ORDER} list:\n{gofmt.text(order)}\n")
        at += 1


def _merge_list(old, new, item_type, merge_key, deleting, final):
    if not old and not new:
        return old
    maps = element_type(old, new) is dict
    if not maps and final and deleting:
        return [v for v in old if not any(same(v, gone) for gone in new)]
    if not maps:
        merged, patch, original = unique([*old, *new]), new, old
        merge_key = ""
    else:
        if not merge_key:
            raise PatchError(f"cannot merge lists without merge key for {item_type.name.rpartition('.')[2]}")
        original, patch = _special_items(old, new, merge_key)
        merged = _merge_items(original, patch, merge_key, item_type, final)
    here, server_only = partition(merged, patch, merge_key)
    return normalize(here, server_only, patch, original, merge_key, maps)


def _special_items(original, patch, merge_key):
    """Act on items with $patch; (the original that is left, the patch without them)."""
    original, rest, replace = list(original), [], False
    for item in patch:
        if DIRECTIVE not in item:
            rest.append(item)
            continue
        what = item[DIRECTIVE]
        if what == DELETE:
            if merge_key not in item:
                raise no_merge_key(item, merge_key)
            while (at := find(original, merge_key, item[merge_key])) >= 0:
                del original[at]
        elif what == REPLACE:
            replace = True
        elif what == MERGE:
            raise PatchError("merging lists cannot yet be specified in the patch")
        else:
            raise bad_directive(what, item)
    return (rest, []) if replace else (original, rest)


def _merge_items(original, patch, merge_key, item_type, final):
    merged = list(original)
    for item in patch:
        if merge_key not in item:
            raise no_merge_key(item, merge_key)
        at = find(merged, merge_key, item[merge_key])
        if at >= 0:
            merged[at] = _merge_map(merged[at], item, item_type, final)
        else:
            merged.append(item)
    return merged
