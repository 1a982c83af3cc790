"""The functions templates may call: text/template's own and kubectl's `exists` and `base64decode`.

FUNCTIONS maps a name to (function, number of fixed parameters, whether more may follow, parameter types). Functions raise ValueError with
Go's text. A parameter type is "value" (reflect.Value: unchecked), "any" (nil where nothing is there) or "string".
"""
from __future__ import annotations

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.gotemplate.values import INVALID, Boxed, is_true, unbox

_ZERO = "reflect: call of reflect.Value.Type on zero Value"


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _cut(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


# ---- comparison ----

def kind(value) -> str:
    """Go's comparison class of an unboxed value, "" for what has none."""
    if isinstance(value, bool):
        return "bool"
    for type_, name in ((gofmt.Byte, "uint"), (int, "int"), (float, "float"), (str, "string")):
        if isinstance(value, type_):
            return name
    return ""


def eq(first, *others):
    if not others:
        raise ValueError("missing argument for comparison")
    first = unbox(first)
    return any([_same(first, unbox(other)) for other in others])


def _same(first, other) -> bool:
    kinds = {kind(first), kind(other)}
    if kinds == {"int", "uint"}:
        return int(first) == int(other)
    if len(kinds) > 1:
        if first is INVALID or other is INVALID:
            return False
        raise ValueError(f"incompatible types for comparison: {gofmt.type_name(first)} and {gofmt.type_name(other)}")
    if kinds != {""}:
        return first == other
    return _same_other(first, other)


def _same_other(first, other) -> bool:
    """Values without a basic kind: only nil can be compared."""
    if first is INVALID or other is INVALID:
        return first is other
    if type(first) is not type(other):
        raise ValueError(f"non-comparable types {_as_text(first)}: {gofmt.type_name(first)}, {gofmt.type_name(other)}: {gofmt.text(other)}")
    raise ValueError(f"non-comparable type {_as_text(other)}: {gofmt.type_name(other)}")


def _as_text(value) -> str:
    """%s, which complains about every number inside."""
    return printf("%s", value)


def ne(first, other):
    return not eq(first, other)


def lt(first, other):
    first, other = unbox(first), unbox(other)
    kinds = (kind(first), kind(other))
    if not all(kinds):
        raise ValueError("invalid type for comparison")
    if kinds[0] != kinds[1] and set(kinds) != {"int", "uint"}:
        raise ValueError("incompatible types for comparison")
    if kinds[0] == "bool":
        raise ValueError("invalid type for comparison")
    return _raw(first) < _raw(other) if kinds[0] == "string" else first < other


def le(first, other):
    return lt(first, other) or eq(first, other)


def gt(first, other):
    return not le(first, other)


def ge(first, other):
    return not lt(first, other)


# ---- indexing ----

def _position(at, limit: int) -> int:
    if at is INVALID:
        raise ValueError("cannot index slice/array with nil")
    if not isinstance(at, int) or isinstance(at, bool):
        raise ValueError(f"cannot index slice/array with type {gofmt.type_name(at)}")
    if at < 0 or at > limit:
        raise ValueError(f"index out of range: {int(at)}")
    return int(at)


def index(item, *indexes):
    item = _present(item, "index of untyped nil")
    for at in map(unbox, indexes):
        if isinstance(item, Boxed) and item.value is None:
            raise ValueError("index of nil pointer")
        item = _element(unbox(item), at)
    return item


def _present(item, complaint: str):
    item = unbox(item)
    if item is INVALID:
        raise ValueError(complaint)
    return item


def _element(item, at):
    if isinstance(item, dict):
        if at is INVALID:
            raise ValueError("value is nil; should be of type string")
        if not isinstance(at, str):
            raise ValueError(f"value has type {gofmt.type_name(at)}; should be string")
        return Boxed(item.get(at))
    if not isinstance(item, (list, str)):
        raise ValueError(f"can't index item of type {gofmt.type_name(item)}")
    items = _raw(item) if isinstance(item, str) else item
    at = _position(at, len(items))
    if at == len(items):
        raise ValueError(f"reflect: {'string' if isinstance(item, str) else 'slice'} index out of range")
    return gofmt.Byte(items[at]) if isinstance(item, str) else Boxed(items[at])


def slice_(item, *indexes):
    item = _present(item, "slice of untyped nil")
    if len(indexes) > 3:
        raise ValueError(f"too many slice indexes: {len(indexes)}")
    if isinstance(item, str) and len(indexes) == 3:
        raise ValueError("cannot 3-index slice a string")
    if not isinstance(item, (str, list)):
        raise ValueError(f"can't slice item of type {gofmt.type_name(item)}")
    items = _raw(item) if isinstance(item, str) else item
    bounds = [0, len(items), len(items)]
    for i, at in enumerate(indexes):
        bounds[i] = _position(unbox(at), len(items))
    start, end, limit = bounds
    for low, high in ((start, end), (end, limit)):
        if low > high:
            raise ValueError(f"invalid slice index: {low} > {high}")
    return _cut(items[start:end]) if isinstance(item, str) else items[start:end]


def len_(item):
    if isinstance(item, Boxed) and item.value is None:
        raise ValueError("len of nil pointer")
    item = unbox(item)
    if item is INVALID:
        raise ValueError(_ZERO)
    if not isinstance(item, (dict, list, str)):
        raise ValueError(f"len of type {gofmt.type_name(item)}")
    return gofmt.Int(len(_raw(item) if isinstance(item, str) else item))


def exists(item, *indexes):
    """kubectl's: whether `index` would find something."""
    if not indexes:
        return True
    try:
        return unbox(_exists(item, indexes)) is not INVALID
    except (ValueError, KeyError):
        return False


def _exists(item, indexes):
    item = unbox(item)
    for at in map(unbox, indexes):
        if isinstance(item, dict):
            item = item[at]
        else:
            item = unbox(_element(item, at))
    return Boxed(item) if not isinstance(item, Boxed) else item


# ---- text ----

def _joined(args) -> str:
    if len(args) == 1 and isinstance(args[0], str):
        return args[0]
    return gofmt.sprint([gofmt.NO_VALUE if arg is None else arg for arg in args])


_HTML = {'"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd"}
_JS = {"\\": "\\\\", "'": "\\'", '"': '\\"', "<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "=": "\\u003D"}


def html(*args):
    return "".join(_HTML.get(c, c) for c in _joined(args))


def js(*args):
    return "".join(map(_js, _joined(args)))


def _js(c: str) -> str:
    if c in _JS:
        return _JS[c]
    if c < " " or c > "\x7f" and not c.isprintable():
        return f"\\u{ord(c):04X}"
    return c


def urlquery(*args):
    safe = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    return "".join(chr(b) if b in safe else "+" if b == 32 else f"%{b:02X}" for b in _raw(_joined(args)))


def print_(*args):
    return gofmt.sprint(args)


def println(*args):
    return gofmt.sprintln(args)


def printf(pattern, *args):
    from kubectl_lite.machinery.gosprintf import sprintf
    return sprintf(pattern, args)


def base64decode(text):
    """kubectl's: the decoded text, or the complaint of Go's strict decoder."""
    import base64
    import binascii
    clean = text.replace("\n", "").replace("\r", "")
    try:
        return _cut(base64.b64decode(clean, validate=True))
    except (binascii.Error, ValueError):
        raise ValueError(f"base64 decode failed: illegal base64 data at input byte {_bad_byte(text)}") from None


def _bad_byte(text: str) -> int:
    """Where Go's decoder gives up."""
    import string
    alphabet = string.ascii_letters + string.digits + "+/"
    good = 0
    for i, c in enumerate(text):
        if c in "\r\n":
            continue
        if c not in alphabet:
            at_padding = c == "=" and good % 4 in (2, 3) and text[i:].strip("\r\n") == "=" * (4 - good % 4)
            return len(text) if at_padding else i
        good += 1
    return len(text) // 4 * 4 if good % 4 else len(text)


def not_(value):
    return not is_true(value)


_VALUE, _ANY, _STRING = "value", "any", "string"

FUNCTIONS = {
    "and": (None, 1, True, _VALUE), "or": (None, 1, True, _VALUE), "not": (not_, 1, False, _VALUE),
    "eq": (eq, 1, True, _VALUE), "ne": (ne, 2, False, _VALUE), "lt": (lt, 2, False, _VALUE), "le": (le, 2, False, _VALUE),
    "gt": (gt, 2, False, _VALUE), "ge": (ge, 2, False, _VALUE),
    "index": (index, 1, True, _VALUE), "slice": (slice_, 1, True, _VALUE), "len": (len_, 1, False, _VALUE), "call": (None, 1, True, _VALUE),
    "html": (html, 0, True, _ANY), "js": (js, 0, True, _ANY), "urlquery": (urlquery, 0, True, _ANY),
    "print": (print_, 0, True, _ANY), "println": (println, 0, True, _ANY), "printf": (printf, 1, True, _STRING),
    "exists": (exists, 1, True, _VALUE), "base64decode": (base64decode, 1, False, _STRING),
}


def parameter(name: str, position: int) -> str:
    """The type of a function's parameter; only the first one of printf and base64decode is a string."""
    type_ = FUNCTIONS[name][3]
    return _ANY if type_ == _STRING and position else type_
