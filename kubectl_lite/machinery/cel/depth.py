"""Room for expressions that nest deeper than Python lets functions call each other."""
from __future__ import annotations

import sys
from contextlib import contextmanager

FRAMES = 20_000


@contextmanager
def room():
    """More nested calls than usual, as long as an expression is read or run."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)
