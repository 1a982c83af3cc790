"""Random changes of objects, from a seed: values replaced, removed, moved and repeated."""
from __future__ import annotations

import copy

VALUES = (None, "", 0, -1, 1, True, False, "a", "Not_Valid!", "x" * 70, [], {}, [None], [{}], ["a"], {"a": "b"}, {"": ""}, 1.5, 2 ** 40, "1Gi",
          "2024-01-01T00:00:00Z", "50%", "a/b", {"a": None}, [[]], "\u00e9\n", "0", "self.x > 1")


def mutated(rng, obj):
    """A copy with one to four changes."""
    obj = copy.deepcopy(obj)
    for _ in range(rng.randint(1, 4)):
        places = list(_places(obj))
        if places:
            _change(rng, obj, *rng.choice(places))
    return obj


def _places(value):
    if isinstance(value, dict):
        for key in value:
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for i in range(len(value)):
            yield value, i
            yield from _places(value[i])


def _change(rng, obj, holder, key):
    what = rng.random()
    if what < 0.6:
        holder[key] = copy.deepcopy(rng.choice(VALUES))
    elif what < 0.75:
        holder.pop(key)
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    else:
        other, place = rng.choice(list(_places(obj)))
        holder[key] = copy.deepcopy(other[place])


def random_patch(rng, obj):
    """Part of a mutated object, as a merge patch."""
    changed = mutated(rng, obj)
    keys = rng.sample(sorted(map(str, changed)), min(len(changed), rng.randint(1, 3))) if isinstance(changed, dict) else []
    return {key: changed[key] for key in keys if key in changed}
