"""The order of merged lists: the patch's order and the server's order both hold where they do not contradict."""
from __future__ import annotations

from functools import cmp_to_key

from kubectl_lite.machinery.gofmt import text
from kubectl_lite.machinery.patch.errors import PatchError

DIRECTIVE, DELETE = "$patch", "delete"


def no_merge_key(item, merge_key) -> PatchError:
    return PatchError(f"map: {text(item)} does not contain declared merge key: {merge_key}")


def go_kind(value) -> str:
    """Go's name of the type of a JSON value."""
    return {bool: "bool", int: "int64", float: "float64", str: "string", dict: "map[string]interface {}", list: "[]interface {}"}.get(type(value), "%!s(<nil>)")


def bad_type(expected, actual) -> PatchError:
    return PatchError(f"expected a {go_kind(expected)}, but received a {go_kind(actual)}")


def item_key(item, merge_key):
    """What tells an item of a list from others: itself, or its merge key's value; PatchError when it lacks one."""
    if not merge_key:
        return item
    if not isinstance(item, dict):
        raise bad_type({}, item)
    if merge_key not in item:
        raise no_merge_key(item, merge_key)
    return item[merge_key]


def same(a, b) -> bool:
    """Equality of merge keys and list elements: true is not 1."""
    return type(a) is type(b) and a == b


def find(items, merge_key, value) -> int:
    """The index of the item with a merge key value, -1 when there is none; PatchError when an item is no map."""
    for i, item in enumerate(items):
        if not isinstance(item, dict):
            raise PatchError(f"value for key {i} is not a map.")
        if merge_key in item and same(item[merge_key], value):
            return i
    return -1


def position(order, item, merge_key) -> int:
    """Where an item stands in a list, -1 when it does not."""
    if merge_key and isinstance(item, dict):
        if merge_key not in item:
            return -1
        return next((i for i, other in enumerate(order) if isinstance(other, dict) and merge_key in other and same(other[merge_key], item[merge_key])), -1)
    return next((i for i, other in enumerate(order) if same(other, item)), -1)


def partition(items, by, merge_key) -> tuple[list, list]:
    """(the items that `by` has, the others)."""
    here, other = [], []
    for item in items:
        if merge_key:
            found = find(by, merge_key, item_key(item, merge_key)) >= 0
        else:
            found = any(same(item, b) for b in by)
        (here if found else other).append(item)
    return here, other


def normalize(patch, server_only, patch_order, server_order, merge_key, maps: bool) -> list:
    """The list of both, patch items in patch_order, the others in server_order, interleaved as the server has them."""
    patch = in_order(patch, patch_order, merge_key, maps)
    server_only = in_order(server_only, server_order, merge_key, maps)
    return _interleave(server_only, patch, server_order, merge_key)


def in_order(items, order, merge_key, maps: bool) -> list:
    """Items in the order of another list, delete directives last; PatchError when a map has no merge key."""
    deleted = []
    if maps:
        for item in [*items, *order]:
            item_key(item, merge_key)
        deleted = [i for i in items if i.get(DIRECTIVE) == DELETE]
        items = [i for i in items if i.get(DIRECTIVE) != DELETE]

    def compare(a, b):
        at_a, at_b = position(order, a, merge_key), position(order, b, merge_key)
        return at_a - at_b if at_a >= 0 and at_b >= 0 else 0
    return sorted(items, key=cmp_to_key(compare)) + deleted


def _interleave(left, right, server_order, merge_key):
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        at_left, at_right = position(server_order, left[i], merge_key), position(server_order, right[j], merge_key)
        if 0 <= at_left < at_right:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def element_type(*lists):
    """The Python type of the elements of lists; PatchError when they differ or are lists."""
    found = None
    for item in (item for items in lists for item in items):
        if found is None:
            found = type(item)
            if found is list:
                from kubectl_lite.machinery.patch.errors import Inapplicable
                raise Inapplicable("lists of lists are not supported")
        elif type(item) is not found:
            raise PatchError("list element types are not identical: " + text([list(items) for items in lists]))
    if found is None:
        raise PatchError("no elements in any of the given slices")
    return found


def unique(values) -> list:
    """Scalars without doubles; a double's place is taken by the last value, as Kubernetes does."""
    out = list(values)
    last, i = len(out) - 1, 0
    while i < last:
        j = i + 1
        while j <= last:
            if same(out[i], out[j]):
                out[j] = out[last]
                del out[last]
                last -= 1
            else:
                j += 1
        i += 1
    return out
