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


def begun(trace, request, info, user):
    """Tell of a request and its user; the trace for the rest of its way. A document of discovery is one line, unless it is refused."""
    if not info.is_resource:
        trace("discovery", f"{request.method} {request.path}")
        return _refusals(trace)
    query = "&".join(f"{name}={value}" for name, values in request.query.items() for value in values)
    trace("request", f"{request.method} {request.path}{'?' if query else ''}{query} ({info.verb})")
    trace("authentication", who(user))
    return trace


def _refusals(trace):
    """A trace of refusals only."""
    return lambda stage, text, changed=(), resource=None: text.startswith("refused") and trace(stage, text, changed, resource)


def who(user) -> str:
    """A user with the groups, uid and extra that the authorisers see."""
    more = [f"uid: {user.uid}"] if user.uid else []
    more += [f"{key}: {', '.join(values)}" for key, values in user.extra.items()]
    return f"{user.name} ({'; '.join(['groups: ' + ', '.join(user.groups), *more])})"


def answered(scope, response) -> None:
    """Tell of the answer and of its warnings."""
    body = response.body
    what = "a stream of events" if response.stream is not None else ""
    if isinstance(body, dict) and not what:
        listed = next((body[key] for key in ("items", "rows") if isinstance(body.get(key), list)), None)
        count = "" if listed is None else f" of {len(listed)}"
        revision = (body.get("metadata") or {}).get("resourceVersion")
        what = f"{body.get('kind', '')}{count}" + (f" at revision {revision}" if revision else "")
    scope.trace("answer", f"{response.status} {what}".rstrip(), [f"warning: {text}" for text in scope.warnings])


def dry(scope) -> None:
    """Tell that a dry run ends before the store."""
    if scope.tracing:
        scope.trace("storage", "dry run: nothing is written")


def watching(scope, stage: str, obj: dict, action):
    """What action() gives; tells what it changed of obj, if anything."""
    if not scope.tracing:
        return action()
    from copy import deepcopy
    before = deepcopy(obj)
    found = action()
    changed = changes(before, obj)
    if changed:
        scope.trace(stage, "ok", changed)
    return found


def written(scope, obj: dict, old=None) -> None:
    """Tell of a write: the key, its revision, and what the request changed of the stored object."""
    if scope.tracing:
        metadata = obj["metadata"]
        key = scope.resource.key(metadata.get("namespace", ""), metadata["name"])
        text = "unchanged: no new revision" if obj is old else f"revision {metadata['resourceVersion']}"
        scope.trace("storage", f"{key}: {text}", changes(_without_revision(old), _without_revision(obj)) if old is not None else (), scope.resource)


def _without_revision(obj):
    return {**obj, "metadata": {key: value for key, value in obj["metadata"].items() if key != "resourceVersion"}}


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
