"""Checking and merging of typed values for server-side apply: does a value fit its schema, and the live value with an applied one over it.

Problems are lists of (path text, message), in the words of structured-merge-diff. Results share parts with their arguments: copy before changing.
"""
from __future__ import annotations

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.managedfields.items import Items
from kubectl_lite.machinery.managedfields.nodes import WHOLE, Anything, Leaf, Map, Undeclared
from kubectl_lite.machinery.managedfields.sets import element_text

ABSENT = object()


class Misfit(Exception):
    """A value does not fit; the text names every problem."""


def problems_text(problems) -> str:
    """The problems as structured-merge-diff joins them."""
    texts = [f"{path}: {text}" if path else text for path, text in problems]
    return texts[0] if len(texts) == 1 else "errors:\n" + "\n".join("  " + text for text in texts)


def check(node, value) -> None:
    """Misfit unless the value fits its schema and its sets and keyed lists have no doubles."""
    problems: list = []
    _check(node, value, "", problems)
    if problems:
        raise Misfit(problems_text(problems))


def _check(node, value, path, problems):
    if isinstance(node, Map):
        _check_map(node, value, path, problems)
    elif isinstance(node, Items):
        _check_items(node, value, path, problems)
    elif isinstance(node, Leaf):
        text = _leaf_problem(node.expects, value)
        if text:
            problems.append((path, text))
    elif isinstance(value, dict):
        _check_map(node.map, value, path, problems)


def _leaf_problem(expects, value):
    """Why a value is no such leaf, "" when it is one."""
    if value is None or not expects:
        return ""
    if expects == "numeric":
        return "" if isinstance(value, (int, float)) and not isinstance(value, bool) else f"expected numeric (int or float), got {gofmt.type_name(value)}"
    if expects == "string":
        return "" if isinstance(value, str) else f"expected string, got &value.valueUnstructured{{Value:{gofmt.element(value)}}}"
    if expects == "boolean":
        return "" if isinstance(value, bool) else f"expected boolean, got {go_value(value)}"
    if expects == "list":
        return "" if isinstance(value, list) else f"expected list, got {go_value(value)}"
    if expects == "map":
        return "" if isinstance(value, dict) else f"expected map, got {go_value(value)}"
    return "" if not isinstance(value, (dict, list)) else f"expected any scalar, got {go_value(value)}"


def go_value(value) -> str:
    """A JSON value as Go prints structured-merge-diff's wrapper of it with %v."""
    return f"&{{{gofmt.text(value)}}}"


def _check_map(node, value, path, problems):
    if value is None:
        return
    if not isinstance(value, dict):
        problems.append((path, f"expected map, got {go_value(value)}"))
        return
    for name, item in value.items():
        below = node.child(name)
        if below is None:
            problems.append((f"{path}.{name}", "field not declared in schema"))
        else:
            _check(below, item, f"{path}.{name}", problems)


def _check_items(node, value, path, problems):
    if value is None:
        return
    if not isinstance(value, list):
        problems.append((path, f"expected list, got {go_value(value)}"))
        return
    seen = set()
    for i, item in enumerate(value):
        try:
            key = node.key(item)
        except Undeclared as e:
            problems.append((path, f"element {i}: {e.args[0]}"))
            return
        text = element_text(key)
        if key in seen:
            problems.append((path, f"duplicate entries for key {text}"))
        seen.add(key)
        _check(node.item, item, path + text, problems)


def atomics(node, value, path=""):
    """The paths of the atomic lists, maps and structs in a value that fits its schema; items by their index."""
    if isinstance(node, Leaf):
        if isinstance(value, dict if node.expects == "map" else list) and node.expects in WHOLE:
            yield path
    elif isinstance(node, Map) and isinstance(value, dict):
        for name, item in value.items():
            if name in node.fields:
                yield from atomics(node.child(name), item, f"{path}.{name}")
    elif isinstance(node, Items) and isinstance(value, list):
        for i, item in enumerate(value):
            yield from atomics(node.item, item, f"{path}[{i}]")


def merge(node, live, applied):
    """The live value with the applied one merged over it; ABSENT stands for no value."""
    if applied is ABSENT:
        return live
    if isinstance(node, Leaf) or live is ABSENT and not isinstance(applied, (dict, list)):
        return applied
    if isinstance(node, Items):
        return _merge_items(node, live, applied)
    if isinstance(node, Anything):
        if not isinstance(applied, dict):
            return applied
        node = node.map
    return _merge_map(node, live, applied)


def _merge_map(node, live, applied):
    old = live if isinstance(live, dict) else {}
    new = applied if isinstance(applied, dict) else {}
    if not old and not new:
        return applied
    out = {}
    for name, item in old.items():
        out[name] = merge(node.child(name), item, new[name]) if name in new else item
    for name, item in new.items():
        if name not in old:
            out[name] = merge(node.child(name), ABSENT, item)
    return out


def _merge_items(node, live, applied):
    old = live if isinstance(live, list) else []
    new = applied if isinstance(applied, list) else []
    if not old and not new:
        return applied
    old_keys, new_keys = [node.key(item) for item in old], [node.key(item) for item in new]
    before: dict = {}
    for key, item in zip(old_keys, old):
        before[key] = ABSENT if key in before else item  # doubles are not merged with the new item
    after = dict(zip(new_keys, new))
    out = []
    for source, key, item in _merge_order(old_keys, new_keys, before, after):
        out.append(old[item] if source == "old" else merge(node.item, before.get(key, ABSENT), after[key]))
    return out


def _merge_order(old_keys, new_keys, before, after):
    """The order of a merged list: both orders are kept where they do not contradict; the applied one wins. Yields (side, key, index)."""
    shared = [key for key in new_keys if key in before]
    at_shared, merged = 0, set()
    left = right = 0
    while left < len(old_keys) or right < len(new_keys):
        wanted = shared[at_shared] if at_shared < len(shared) else None
        if left < len(old_keys) and right < len(new_keys):
            key = old_keys[left]
            if key == new_keys[right]:
                merged.add(key)
                yield "new", key, right
                left, right, at_shared = left + 1, right + 1, at_shared + 1
                continue
            if key in after and wanted is not None and wanted != key:
                left += 1
                continue
        if left < len(old_keys):
            key = old_keys[left]
            if key not in after:
                yield "old", key, left
                left += 1
                continue
            if key in merged:
                left += 1
        if right < len(new_keys):
            key = new_keys[right]
            merged.add(key)
            yield "new", key, right
            right += 1
            if wanted is not None and wanted == key:
                at_shared += 1
