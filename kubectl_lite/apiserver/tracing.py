"""Tracing: the way of a request in lines that a person reads (--trace): stages with their verdicts, and what changed as a small diff.

A trace is a callable (stage, text, changes=(), resource=None): `changes` are lines such as `+ spec.replicas: 1`, `resource` is what was
written. Decides nothing, changes nothing.
"""
from __future__ import annotations

MOST_LINES = 24     # of one diff; more are counted
LONGEST = 100       # characters of one value
WIDTH = 15          # the column of the stage


def silent(_stage, _text, _changes=(), _resource=None):
    """The trace of nobody."""


def printer(write):
    """A trace that hands text lines to write(text)."""
    def trace(stage, text, changes=(), _resource=None):
        lines = [f"trace: {stage:{WIDTH}} {text}", *(f"trace: {'':{WIDTH}}   {line}" for line in changes)]
        write("\n".join(lines) + "\n")
    return trace


def written(scope, obj: dict, old=None) -> None:
    """Tell of a write: the key, its revision, and what the request changed of the stored object."""
    if scope.tracing:
        metadata = obj["metadata"]
        key = scope.resource.key(metadata.get("namespace", ""), metadata["name"])
        text = "unchanged: no new revision" if obj is old else f"revision {metadata['resourceVersion']}"
        scope.trace("storage", f"{key}: {text}", changes(old, obj) if old is not None else (), scope.resource)


def removed(scope, old: dict) -> None:
    """Tell of a deletion."""
    if scope.tracing:
        key = scope.resource.key(old["metadata"].get("namespace", ""), old["metadata"]["name"])
        scope.trace("storage", f"{key}: removed", (), scope.resource)


def changes(before, after) -> list[str]:
    """The differences of two objects, one line each: `+ path: value`, `- path: value`, `~ path: value -> value`."""
    lines = list(_differences("", before or {}, after or {}))
    hidden = len(lines) - MOST_LINES
    return lines if hidden <= 0 else [*lines[:MOST_LINES], f"… {hidden} more"]


def _differences(path, before, after):
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from _member(f"{path}.{key}" if path else key, before, after, key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for i, (old, new) in enumerate(zip(before, after)):
            yield from _differences(f"{path}[{i}]", old, new)
    elif isinstance(before, list) and isinstance(after, list) and before == after[:len(before)]:
        for i in range(len(before), len(after)):
            yield f"+ {path}[{i}]: {_shown(after[i])}"
    else:
        yield f"~ {path}: {_shown(before)} -> {_shown(after)}"


def _member(path, before, after, key):
    if key not in before:
        yield f"+ {path}: {_shown(after[key])}"
    elif key not in after:
        yield f"- {path}: {_shown(before[key])}"
    elif key == "managedFields":
        if before[key] != after[key]:
            yield f"~ {path}: {len(before[key] or ())} -> {len(after[key] or ())} entries"
    else:
        yield from _differences(path, before[key], after[key])


def _shown(value):
    from json import dumps
    text = dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"
