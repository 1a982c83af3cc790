"""JSON patch (RFC 6902), with the habits of evanphx/json-patch, which the API server uses.

`replace` of an absent map entry is an add, `test` of an absent one compares with null, negative list indexes are refused.
"""
from __future__ import annotations

from kubectl_lite.machinery.patch.errors import Inapplicable

MAX_OPERATIONS = 10_000
COPY_LIMIT = 3 * 1024 * 1024  # bytes that copy operations may add together
NAMES = ("add", "copy", "move", "remove", "replace", "test")


def apply(document, patch: list):
    """The document after all operations; Inapplicable when one of them cannot be done."""
    root = _copy(document)
    copied = 0
    for operation in patch:
        name = operation.get("op") or ""
        if name not in NAMES:
            raise Inapplicable(f"Unexpected kind: {name}")
        copied += OPERATIONS[name](root, operation) or 0
        if copied > COPY_LIMIT:
            raise Inapplicable(f"Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {COPY_LIMIT}")
    return root


def _copy(value):
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return [_copy(v) for v in value] if isinstance(value, list) else value


def tokens(path: str) -> list[str]:
    """The steps of a JSON pointer."""
    return [t.replace("~1", "/").replace("~0", "~") for t in path.split("/")[1:]]


def _find(root, path, what):
    """(container, last step) of a pointer."""
    at, steps = root, tokens(path)
    if not steps:  # the whole document has no place in anything
        raise Inapplicable(f"{what} operation does not apply: doc is missing path: \"{path}\": missing value")
    for step in steps[:-1]:
        at = _step(at, step)
        if not isinstance(at, (dict, list)):
            raise Inapplicable(f"{what} operation does not apply: doc is missing path: \"{path}\": missing value")
    return at, steps[-1]


def _step(at, step):
    if isinstance(at, dict):
        return at.get(step)
    try:
        return at[_index(at, step, len(at) - 1)]
    except Inapplicable:
        return None


def _index(items, step, last):
    if not step.isdigit():
        raise Inapplicable(f"value was not a proper array index: '{step}': strconv.Atoi: parsing \"{step}\": invalid syntax")
    index = int(step)
    if index > last:
        raise Inapplicable(f"Unable to access invalid index: {index}: invalid index referenced")
    return index


def _get(container, step, path, what):
    if isinstance(container, dict):
        if step not in container:
            raise Inapplicable(f"{what} operation does not apply: doc is missing key: {path}: missing value")
        return container[step]
    return container[_index(container, step, len(container) - 1)]


def _put(container, step, value):
    if isinstance(container, dict):
        container[step] = value
    elif step == "-":
        container.append(value)
    else:
        container.insert(_index(container, step, len(container)), value)


def _value(operation):
    if "value" not in operation:
        raise Inapplicable(f"operation {operation.get('op')} missing value field: missing value")
    return _copy(operation["value"])


def _pointer(operation, name="path"):
    pointer = operation.get(name)
    if not isinstance(pointer, str):
        raise Inapplicable(f"operation missing {name} field: missing value")
    return pointer


def _add(root, operation):
    container, step = _find(root, _pointer(operation), "add")
    _put(container, step, _copy(operation.get("value")))


def _remove(root, operation):
    path = _pointer(operation)
    container, step = _find(root, path, "remove")
    _get(container, step, path, "remove")
    if isinstance(container, dict):
        del container[step]
    else:
        del container[_index(container, step, len(container) - 1)]


def _replace(root, operation):
    path = _pointer(operation)
    container, step = _find(root, path, "replace")
    if isinstance(container, list):
        container[_index(container, step, len(container) - 1)] = _value(operation)
    else:
        container[step] = _copy(operation.get("value"))


def _move(root, operation):
    source = _pointer(operation, "from")
    container, step = _find(root, source, "move")
    value = _get(container, step, source, "move")
    if isinstance(container, dict):
        del container[step]
    else:
        del container[_index(container, step, len(container) - 1)]
    _put(*_find(root, _pointer(operation), "move"), value)


def _copy_operation(root, operation):
    """Copies a value; the size of what was copied."""
    import json
    source = _pointer(operation, "from")
    value = _get(*_find(root, source, "copy"), source, "copy")
    _put(*_find(root, _pointer(operation), "copy"), _copy(value))
    return len(json.dumps(value, separators=(",", ":")))


def _test(root, operation):
    path, wanted = _pointer(operation), operation.get("value")
    container, step = _find(root, path, "test")
    found = container.get(step) if isinstance(container, dict) else container[_index(container, step, len(container) - 1)]
    if not equal(found, wanted):
        raise Inapplicable(f"testing value {path} failed: test failed")


def equal(a, b) -> bool:
    """JSON equality: true is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(v, b[k]) for k, v in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    return isinstance(a, bool) == isinstance(b, bool) and a == b


OPERATIONS = {"add": _add, "copy": _copy_operation, "move": _move, "remove": _remove, "replace": _replace, "test": _test}
