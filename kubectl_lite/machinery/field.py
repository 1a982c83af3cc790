"""Field paths and field errors, with the texts of Kubernetes' `field` package.

Validators return lists of FieldError and never stop at the first; errors.invalid() joins them into one Status.
"""
from __future__ import annotations

import json

REASONS = {
    "required": ("FieldValueRequired", "Required value"),
    "invalid": ("FieldValueInvalid", "Invalid value"),
    "duplicate": ("FieldValueDuplicate", "Duplicate value"),
    "unsupported": ("FieldValueNotSupported", "Unsupported value"),
    "forbidden": ("FieldValueForbidden", "Forbidden"),
    "notfound": ("FieldValueNotFound", "Not found"),
    "toolong": ("FieldValueTooLong", "Too long"),
    "toomany": ("FieldValueTooMany", "Too many"),
    "typeinvalid": ("FieldValueTypeInvalid", "Invalid value"),
    "internal": ("InternalError", "Internal error"),
}


OMIT = object()  # as the value of an error: Kubernetes does not show it


class Path(str):
    """A field path such as spec.containers[0].ports: `p / "ports"` or p.child(...), p[0] or p.index(0), p.key("k")."""
    __slots__ = ()

    def child(self, *names: str) -> "Path":
        path = str(self)
        for name in names:
            path = f"{path}.{name}" if path else name
        return Path(path)

    def __truediv__(self, name: str, _new=str.__new__) -> "Path":
        return _new(Path, self + "." + name if self else name)  # half the cost of an f-string, and validators go this way all the time

    def index(self, i: int) -> "Path":  # type: ignore[override]
        return Path(f"{self}[{i}]")

    def key(self, k: str) -> "Path":
        return Path(f"{self}[{k}]")


class FieldError:
    """One problem of one field; `str()` is the text Kubernetes prints, `cause()` the entry of Status details."""
    __slots__ = ("type", "field", "value", "detail")

    def __init__(self, type_, field, value, detail):
        self.type, self.field, self.value, self.detail = type_, str(field), value, detail

    def body(self) -> str:
        """The text without the field path."""
        head = REASONS[self.type][1]
        if self.type in ("required", "forbidden", "toolong", "internal", "toomany") or self.value is OMIT:
            text = head
        else:
            text = f"{head}: {go_value(self.value)}"
        return f"{text}: {self.detail}" if self.detail else text

    def __str__(self):
        return f"{self.field}: {self.body()}"

    __repr__ = __str__

    def cause(self) -> dict:
        return {"reason": REASONS[self.type][0], "message": self.body(), "field": self.field}


def go_value(value) -> str:
    """A bad value as Go's field errors print it: quoted strings, bare numbers and booleans, objects as JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return go_quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        from kubectl_lite.machinery.gofloat import text
        return text(value)
    if isinstance(value, Raw):
        return value.text
    return go_json(value)


def go_json(value) -> str:
    """JSON as Go's encoding/json writes it: no spaces, sorted keys, <, > and & escaped."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


class Raw:
    """A value whose text in a field error is given, for what Go prints in a form of its own."""
    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


GO_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}


def go_quote(text: str) -> str:
    """A string as Go's %q prints it."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_go_char(c) for c in text) + '"'


def _go_char(c: str) -> str:
    if c in GO_ESCAPES:
        return GO_ESCAPES[c]
    if c.isprintable():
        return c
    code = ord(c)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def required(field, detail="") -> FieldError:
    return FieldError("required", field, "", detail)


def invalid(field, value, detail="") -> FieldError:
    return FieldError("invalid", field, value, detail)


def type_invalid(field, value, detail="") -> FieldError:
    return FieldError("typeinvalid", field, value, detail)


def duplicate(field, value) -> FieldError:
    return FieldError("duplicate", field, value, "")


def forbidden(field, detail="") -> FieldError:
    return FieldError("forbidden", field, "", detail)


def not_found(field, value) -> FieldError:
    return FieldError("notfound", field, value, "")


def internal(field, detail) -> FieldError:
    return FieldError("internal", field, None, detail)


def not_supported(field, value, valid) -> FieldError:
    """`valid` is printed sorted when it is a set, in the given order otherwise (as NotSupported does with sorted input)."""
    values = sorted(valid) if isinstance(valid, (set, frozenset)) else list(valid)
    detail = "supported values: " + ", ".join(go_quote(str(v)) for v in values) if values else ""
    return FieldError("unsupported", field, value, detail)


def too_long(field, max_bytes: int) -> FieldError:
    return FieldError("toolong", field, "", f"may not be more than {_counted(max_bytes, 'byte')}" if max_bytes >= 0 else "value is too long")


def too_many(field, actual: int, max_items: int) -> FieldError:
    return FieldError("toomany", field, actual, f"{actual}: must have at most {_counted(max_items, 'item')}" if max_items >= 0 else "")


def _counted(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
