"""Tracing: the way of a request in lines that a person reads (--trace): stages with their verdicts, and what changed as a small diff.

A trace is a callable (stage, text, changes=(), resource=None): `changes` are lines such as `+ spec.replicas: 1`, `resource` is what was
written. Decides nothing, changes nothing.
"""
from __future__ import annotations

from kubectl_lite.machinery.errors import ApiError

MOST_LINES = 24     # of one diff; more are counted
LONGEST = 100       # characters of one value
WIDTH = 15          # the column of the stage
REQUEST, ANSWER, DISCOVERY = "request", "answer", "discovery"  # stages that a Printer knows
MOST_DOCUMENTS = 3  # of discovery, named in one line; more are counted


def silent(_stage, _text, _changes=(), _resource=None):
    """The trace of nobody."""


class Printer:
    """A trace that hands text lines to write(text). The documents of discovery that a command reads one after the other are one line;
    requests that a request makes on its way are indented."""

    def __init__(self, write):
        self._write, self._documents, self._open = write, [], 0  # _open: how many requests wait for their answer

    def __call__(self, stage, text, changes=(), _resource=None):
        if stage == DISCOVERY:
            self._documents.append(text)
            return
        self.flush()
        self._tell(stage, text, changes, self._open if stage == REQUEST else max(self._open - 1, 0))
        self._open = max(self._open + {REQUEST: 1, ANSWER: -1}.get(stage, 0), 0)

    def flush(self) -> None:
        """Tell what was kept back."""
        named, more = self._documents[:MOST_DOCUMENTS], len(self._documents) - MOST_DOCUMENTS
        self._documents = []
        if named:
            self._tell(DISCOVERY, ", ".join(named) + (f" and {more} more" if more > 0 else ""), (), self._open)

    def _tell(self, stage, text, changes=(), depth=0):
        margin = "trace: " + "  " * depth
        lines = [f"{margin}{stage:{WIDTH}} {text}", *(f"{margin}{'':{WIDTH}}   {line}" for line in changes)]
        self._write("\n".join(lines) + "\n")


def begun(trace, request, info):
    """Tell of a request; the trace for the rest of its way. A document of discovery is one line, unless it is refused."""
    if not info.is_resource:
        trace(DISCOVERY if request.path.split("/")[1:2] in (["api"], ["apis"]) else "endpoint", f"{request.method} {request.path}")
        return _refusals(trace)
    query = "&".join(f"{name}={value}" for name, values in request.query.items() for value in values)
    trace(REQUEST, f"{request.method} {request.path}{'?' if query else ''}{query} ({info.verb})")
    return trace


def refusable(trace, stage: str, action):
    """What action() gives; a refusal is told as that of the stage."""
    try:
        return action()
    except ApiError as e:
        trace(stage, f"refused: {e.message}")
        raise


def failed(trace, error) -> None:
    """Tell of the answer to a request that was refused."""
    trace(ANSWER, f"{error.code} {error.reason}: {error.message}", [f"warning: {text}" for text in getattr(error, "warnings", ())])


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
    scope.trace(ANSWER, f"{response.status} {what}".rstrip(), [f"warning: {text}" for text in scope.warnings])


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
    found = refusable(scope.trace, stage, action)
    changed = changes(before, obj)
    if changed:
        scope.trace(stage, "ok", changed)
    return found


def written(scope, obj: dict, old=None) -> None:
    """Tell of a write: the key, its revision, and what the request changed of the stored object."""
    if scope.tracing:
        metadata = obj["metadata"]
        key = scope.resource.key(metadata.get("namespace", ""), metadata["name"])
        if obj is old:
            scope.trace("storage", f"{key}: unchanged: no new revision")
            return
        changed = changes(_without_revision(old), _without_revision(obj)) if old is not None else ()
        scope.trace("storage", f"{key}: revision {metadata['resourceVersion']}", changed, scope.resource)


def _without_revision(obj):
    return {**obj, "metadata": {key: value for key, value in obj["metadata"].items() if key != "resourceVersion"}}


def removed(scope, old: dict, revision: int) -> None:
    """Tell of a deletion and its revision."""
    if scope.tracing:
        key = scope.resource.key(old["metadata"].get("namespace", ""), old["metadata"]["name"])
        scope.trace("storage", f"{key}: removed at revision {revision}", (), scope.resource)


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
