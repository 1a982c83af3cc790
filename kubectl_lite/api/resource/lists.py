"""Lists and maps of device types: how many entries there may be, that each is right, that none is there twice.

Mirrors validateSlice, validateSet and validateMap of the resource group.
"""
from __future__ import annotations

from kubectl_lite.machinery import field

ABBREVIATED = "..."


def each_of(items, most, check, path) -> list:
    """Each entry checked; of too many none is."""
    if most is not None and len(items) > most:
        return [field.too_many(path, len(items), most)]
    return [problem for i, item in enumerate(items) for problem in check(item, path.index(i))]


def named_set(items, most, check, path, key=lambda item: item.get("name") or "") -> list:
    """Each entry checked, and no key twice."""
    problems = each_of(items, most, check, path)
    if most is not None and len(items) > most:
        return problems
    seen = set()
    for i, item in enumerate(items):
        if key(item) in seen:
            problems.append(field.duplicate(path.index(i), key(item)))
        seen.add(key(item))
    return problems


def mapping(entries, most, longest_key, check_key, check, path) -> list:
    """Each key (complaints stand at the map) and each entry checked; of too many none is."""
    if most is not None and len(entries) > most:
        return [field.too_many(path, len(entries), most)]
    problems = []
    for key, item in sorted(entries.items()):
        problems += check_key(key, path) + check(item, path.key(shortened(key, longest_key)))
    return problems


def shortened(text: str, most: int) -> str:
    """A key with its middle left out when it is longer than one may be."""
    if len(text) <= most:
        return text
    left = most - len(ABBREVIATED)
    return text[:(left + 1) // 2] + ABBREVIATED + text[len(text) - left // 2:]
