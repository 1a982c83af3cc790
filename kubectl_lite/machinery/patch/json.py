"""JSON patch (RFC 6902), with the habits of evanphx/json-patch, which the API server uses.

`replace` of an absent map entry is an add, `test` and `copy` take an absent one for null, negative list indexes count from the end.
"""
from __future__ import annotations

import re

from kubectl_lite.machinery.patch.errors import Inapplicable, TestFailed

MAX_OPERATIONS = 10_000
COPY_LIMIT = 3 * 1024 * 1024  # bytes that copy operations may add together
INTEGER = re.compile("[+-]?[0-9]+")


def apply(document, patch: list):
    """The document after all operations; Inapplicable when one of them cannot be done."""
    whole, copied = [_copy(document)], 0
    for operation in patch:
        operation = operation or {}
        name = operation.get("op")
        if not isinstance(name, str) or name not in OPERATIONS:
            raise Inapplicable(f"Unexpected kind: {name}")
        copied += OPERATIONS[name](whole, operation) or 0
        if copied > COPY_LIMIT:
            raise Inapplicable(f"Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {COPY_LIMIT}")
    return whole[0]


def _copy(value):
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return [_copy(v) for v in value] if isinstance(value, list) else value


def tokens(path: str) -> list[str]:
    """The steps of a JSON pointer."""
    return [t.replace("~1", "/").replace("~0", "~") for t in path.split("/")[1:]]


def _find(whole, path, what):
    """(container, last step) of a pointer."""
    at, steps = whole[0], tokens(path)
    if not steps:  # the whole document has no place in anything
        raise _missing(what, path)
    for step in steps[:-1]:
        at = _step(at, step)
        if not isinstance(at, (dict, list)):
            raise _missing(what, path)
    return at, steps[-1]


def _missing(what, path):
    return Inapplicable(f"{what} operation does not apply: doc is missing path: \"{path}\": missing value")


def _step(at, step):
    try:
        return _get(at, step)
    except Inapplicable:
        return None


def _index(step, size):
    """The place of a list of `size` that a step names."""
    if not INTEGER.fullmatch(step):
        raise Inapplicable(f"value was not a proper array index: '{step}': strconv.Atoi: parsing \"{step}\": invalid syntax")
    index = int(step)
    if not -size <= index < size:
        raise Inapplicable(f"Unable to access invalid index: {index}: invalid index referenced")
    return index % size


def _get(container, step):
    return container.get(step) if isinstance(container, dict) else container[_index(step, len(container))]


def _put(container, step, value):
    if isinstance(container, dict):
        container[step] = value
    elif step == "-":
        container.append(value)
    else:
        container.insert(_index(step, len(container) + 1), value)


def _take(container, step):
    """Remove what must be there, and give it."""
    if isinstance(container, list):
        return container.pop(_index(step, len(container)))
    if step not in container:
        raise Inapplicable(f"Unable to remove nonexistent key: {step}: missing value")
    return container.pop(step)


def _pointer(operation, name="path"):
    pointer = operation.get(name)
    if not isinstance(pointer, str):
        raise Inapplicable(f"operation missing {name} field: missing value")
    return pointer


def _add(whole, operation):
    _put(*_find(whole, _pointer(operation), "add"), _copy(operation.get("value")))


def _remove(whole, operation):
    _take(*_find(whole, _pointer(operation), "remove"))


def _replace(whole, operation):
    path, value = _pointer(operation), _copy(operation.get("value"))
    if not path:
        if not isinstance(value, (dict, list)):
            raise Inapplicable("replace operation value must be object or array")
        whole[0] = value
        return
    container, step = _find(whole, path, "replace")
    container[step if isinstance(container, dict) else _index(step, len(container))] = value


def _move(whole, operation):
    value = _take(*_find(whole, _pointer(operation, "from"), "move"))
    _put(*_find(whole, _pointer(operation), "move"), value)


def _copy_operation(whole, operation):
    """Copies a value; the size of what was copied."""
    import json
    value = _get(*_find(whole, _pointer(operation, "from"), "copy"))
    _put(*_find(whole, _pointer(operation), "copy"), _copy(value))
    return 0 if value is None else len(json.dumps(value, separators=(",", ":")))


def _test(whole, operation):
    path = _pointer(operation)
    found = _get(*_find(whole, path, "test")) if path else whole[0]
    if not equal(found, operation.get("value")):
        raise TestFailed(f"testing value {path} failed: test failed")


def equal(a, b) -> bool:
    """JSON equality: true is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(v, b[k]) for k, v in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    return isinstance(a, bool) == isinstance(b, bool) and a == b


OPERATIONS = {"add": _add, "copy": _copy_operation, "move": _move, "remove": _remove, "replace": _replace, "test": _test}
