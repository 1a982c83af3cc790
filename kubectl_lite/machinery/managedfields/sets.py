"""Sets of field paths, kept as the dictionaries that FieldsV1 writes; they are never changed once made, and may share parts.

{"f:data": {".": {}, "f:a": {}}} holds the paths .data and .data.a. A key is a path element: f: a field, k: the keys of a list item, v: a value
of a set, i: an index. An empty node is a member without children; "." marks a member that has children too. The root is never a member.
Keys stand in the order in which Kubernetes writes them; what is made here of ordered sets is ordered.
"""
from __future__ import annotations

import json
import re

SELF = "."
MEMBER: dict = {}
ELEMENTS = ("f:", "k:", "v:", "i:")
NUMBERED = re.compile(r'":-?\d|^v:-?\d|^i:').search  # path elements whose order is not that of their text


def is_member(node: dict) -> bool:
    """Whether the path of a node (not the root) belongs to the set."""
    return not node or SELF in node


def children(node: dict) -> dict:
    """A node without its own membership: the set below it."""
    return {k: v for k, v in node.items() if k != SELF} if SELF in node else node


def union(a: dict, b: dict) -> dict:
    """Everything in a or b; both are roots."""
    if not a or not b:
        return a or b
    out = dict(a)
    for key, node in b.items():
        have = out.get(key)
        out[key] = node if have is None or have is node else _union(have, node)
    return out if len(out) == len(a) else {key: out[key] for key in ordered(out)}


def _union(a, b):
    if a and b:
        return union(a, b)
    full = a or b
    return full if not full or SELF in full else {SELF: MEMBER, **full}


def difference(a: dict, b: dict) -> dict:
    """The members of a that b has not; what lies below a member of b stays."""
    return _difference(a, b, False) or {}


def recursive_difference(a: dict, b: dict) -> dict:
    """The members of a that neither are in b nor lie below a member of b."""
    return _difference(a, b, True) or {}


def _difference(a, b, deep):
    """The children of a that remain, None when none does."""
    out = {}
    for key, node in a.items():
        if key == SELF:
            continue
        other = b.get(key)
        if other is not None:
            node = _node_difference(node, other, deep)
        if node is not None:
            out[key] = node
    return out or None


def _node_difference(a, b, deep):
    taken = is_member(b)
    if taken and deep:
        return None
    left = _difference(a, b, deep)
    if not is_member(a) or taken:
        return left
    return {SELF: MEMBER, **left} if left else MEMBER


def intersection(a: dict, b: dict) -> dict:
    """The members of both."""
    out = {}
    for key, node in a.items():
        other = b.get(key)
        if other is None or key == SELF:
            continue
        both = intersection(node, other)
        if is_member(node) and is_member(other):
            out[key] = {SELF: MEMBER, **both} if both else MEMBER
        elif both:
            out[key] = both
    return out


def paths(root: dict, prefix: tuple = ()) -> list[tuple]:
    """All members as tuples of keys: at each level the members first, then what lies below, in order."""
    keys = [k for k in root if k != SELF]
    found = [(*prefix, k) for k in keys if is_member(root[k])]
    for key in keys:
        found += paths(root[key], (*prefix, key))
    return found


def from_paths(members) -> dict:
    """The set of some paths (tuples of keys)."""
    root: dict = {}
    for path in members:
        node = MEMBER
        for key in reversed(path):
            node = {key: node}
        root = union(root, node)
    return root


def path_text(path: tuple) -> str:
    """A path as messages print it: .spec.containers[name="c"].image."""
    return "".join(element_text(key) for key in path)


def element_text(key: str) -> str:
    """One path element as messages print it."""
    sort, _, rest = key.partition(":")
    if sort == "f":
        return f".{rest}"
    if sort == "k":
        return "[" + ",".join(f"{name}={_scalar(value)}" for name, value in sorted(json.loads(rest).items())) + "]"
    return f"[={_scalar(json.loads(rest))}]" if sort == "v" else f"[{rest}]"


def _scalar(value):
    return json.dumps(value, ensure_ascii=False)


def canonical(fields) -> dict:
    """The set that somebody wrote down as FieldsV1, in order; ValueError when it is none."""
    if not isinstance(fields, dict):
        raise ValueError(fields)
    out = {}
    for key in ordered(fields):
        if key[:2] not in ELEMENTS and key != SELF:
            raise ValueError(key)
        below = fields[key]
        out[key] = MEMBER if below == MEMBER else canonical(below)
    return out


def ordered(keys) -> list[str]:
    """Path elements in the order in which Kubernetes writes them."""
    keys = sorted(keys)
    if len(keys) > 1 and keys[-1] > "g" and any(map(NUMBERED, keys)):
        keys.sort(key=_rank)
    return keys


def _rank(key):
    """Fields, then keyed items, values and indexes; numbers by size."""
    sort, _, rest = key.partition(":")
    if sort == "k":
        return 2, [(name, _value_rank(value)) for name, value in sorted(json.loads(rest).items())]
    if sort == "v":
        return 3, [("", _value_rank(json.loads(rest)))]
    return (4, [("", (0, int(rest)))]) if sort == "i" else (0 if key == SELF else 1, [("", (2, rest))])


def _value_rank(value):
    if isinstance(value, bool):
        return 3, value
    return (0, value) if isinstance(value, (int, float)) else (2, value) if isinstance(value, str) else (4, 0)
