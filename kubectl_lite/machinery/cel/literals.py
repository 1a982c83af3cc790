"""Literals that can be judged before an expression is run: durations, timestamps, regular expressions and formats. Mirrors cel-go's AST validators."""
from __future__ import annotations

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.values import parse_duration, parse_timestamp


def _regex(text):
    from kubectl_lite.machinery.cel.library.strings import pattern
    return pattern(text)


# function: what reads its literal, and which argument that is
READERS = {"duration": (parse_duration, 0), "timestamp": (parse_timestamp, 0), "matches": (_regex, 1)}


def wrong(node):
    """(offset, message) for each literal in a tree that its function cannot read."""
    if node.kind in ("call", "method") and node.value in READERS:
        reader, place = READERS[node.value]
        argument = node.args[place] if place < len(node.args) else None
        if argument is not None and argument.kind == "literal" and isinstance(argument.value, str) and not _reads(reader, argument.value):
            yield argument.pos, f"invalid {node.value} argument"
    if node.kind == "method" and node.value == "format":
        from kubectl_lite.machinery.cel.library.formatting import misfits
        yield from misfits(node)
    for below in node.args:
        yield from wrong(below)


def _reads(reader, text):
    try:
        reader(text)
    except (ValueError, EvaluationError):
        return False
    return True
