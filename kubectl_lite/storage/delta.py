"""What to change in a new value to get the old one back: how the journal remembers the past at little cost, and what `history` shows.

A delta is a list of [path] (the old value had nothing there) and [path, old] (it had this). A path is a list of member names and, in lists
of equal length, positions. Lists of another length are kept whole.
"""
from __future__ import annotations


def delta(new: dict, old: dict) -> list:
    """The changes that turn new into old, in the order of their paths; [] when they are equal."""
    changes = []
    _compare(new, old, [], changes)
    changes.sort(key=lambda change: change[0])  # what is below one place has either names or positions, so paths can be compared
    return changes


def patched(new: dict, changes: list) -> dict:
    """The old value: new with the changes of delta() made. new itself is not changed."""
    root = [new]
    copied = {}
    for change in changes:
        place, path = root, [0, *change[0]]
        for depth, step in enumerate(path[:-1]):
            place = _own(place, step, tuple(path[:depth + 1]), copied)
        if len(change) == 1:
            del place[path[-1]]
        else:
            place[path[-1]] = change[1]
    return root[0]


def _own(place, step, path, copied):
    """The member at step, copied the first time it is met, so that the given value stays as it is."""
    if path not in copied:
        child = place[step]
        copied[path] = place[step] = dict(child) if isinstance(child, dict) else list(child)
    return copied[path]


def _compare(new, old, path, changes):
    """`path` is where both are; it is as it was when this returns."""
    if isinstance(new, dict) and isinstance(old, dict):
        for name, value in new.items():
            if name not in old:
                changes.append([[*path, name]])
            elif type(value) is not str or value != old[name]:  # most are texts, and the same
                path.append(name)
                _compare(value, old[name], path, changes)
                path.pop()
        changes += [[[*path, name], old[name]] for name in old if name not in new]
    elif isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        for position, (one, other) in enumerate(zip(new, old)):
            path.append(position)
            _compare(one, other, path, changes)
            path.pop()
    elif type(new) is not type(old) or new != old:  # true and 1 are equal, but not the same
        changes.append([list(path), old])
