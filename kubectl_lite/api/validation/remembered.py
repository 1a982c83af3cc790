"""Remembering what was found right: the pods of a cluster are much alike, so most parts of a new object have been checked before.

For checks that look at nothing but their arguments. Only the absence of problems is remembered: problems name the path, and are few.
"""
from __future__ import annotations

from functools import wraps
from marshal import dumps

MOST = 4096  # values a check remembers
VERSION = 2  # the last form of marshal in which equal values have equal bytes


def remembered(check):
    """A check (value, path, *others) that remembers the values which had no problems, with the same others."""
    right: set = set()

    @wraps(check)
    def checked(value, path, *others):
        try:
            key = dumps(value, VERSION), *others
            if key in right:
                return []
        except (ValueError, TypeError):  # more than plain JSON (codec_types.WithEmpties), or others that can change
            return check(value, path, *others)
        problems = check(value, path, *others)
        if not problems:
            if len(right) >= MOST:
                right.clear()
            right.add(key)
        return problems
    return checked
