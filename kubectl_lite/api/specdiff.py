"""The differences that the API server prints when a spec may not change: internal forms as indented JSON, compared line by line."""
from __future__ import annotations

from kubectl_lite.api import internal

CONTEXT = 3


def diff(old, new, name: str) -> str:
    """Unified differences of two objects of a definition (see internal.form), each line closed, without file names."""
    return diff_forms(internal.form(old, name), internal.form(new, name))


def diff_forms(old, new) -> str:
    """The same for two internal forms."""
    from difflib import unified_diff
    lines = unified_diff(_lines(old), _lines(new), n=CONTEXT)
    return "".join(list(lines)[2:])


def _lines(form):
    return (internal.indented_form(form) + "\n").splitlines(keepends=True)
