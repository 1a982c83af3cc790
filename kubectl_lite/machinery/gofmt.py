"""Values as Go's fmt prints them: %v and %#v of decoded JSON, the type names of reflect, and Sprintf.

Values are what decoded JSON has: dict (map[string]interface {}), list ([]interface {}), str, bool, int (int64), float (float64), None.
`Int` marks numbers that Go code would hold as plain int (constants, lengths, indexes).
"""
from __future__ import annotations

from kubectl_lite.machinery import gofloat
from kubectl_lite.machinery.field import go_quote as quote

NIL, NO_VALUE = "<nil>", "<no value>"


class Int(int):
    """A Go int, where decoded JSON has int64."""
    __slots__ = ()


class Char(int):
    """A Go rune constant (int32)."""
    __slots__ = ()


class Byte(int):
    """A Go uint8: an element of a string."""
    __slots__ = ()


def type_name(value) -> str:
    """reflect.Type.String()."""
    if isinstance(value, bool):
        return "bool"
    for kind, name in ((dict, "map[string]interface {}"), (list, "[]interface {}"), (str, "string"), (float, "float64"), (Int, "int"),
                       (Char, "int32"), (Byte, "uint8"), (int, "int64")):
        if isinstance(value, kind):
            return name
    return NIL


def text(value) -> str:
    """%v."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{text(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, list):
        return "[" + " ".join(map(text, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return gofloat.text(value)
    return NIL if value is None else str(int(value))


def syntax(value) -> str:
    """%#v: Go syntax."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        return "map[string]interface {}{" + ", ".join(f"{quote(key)}:{element(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(map(element, value)) + "}"
    return NIL if value is None else text(value)


def element(value) -> str:
    """%#v of what an interface holds."""
    return "interface {}(nil)" if value is None else syntax(value)


def sprint(values) -> str:
    """fmt.Sprint: a blank between two values that are both no strings."""
    out, before = [], None
    for i, value in enumerate(values):
        is_string = isinstance(value, str)
        if i and not is_string and not before:
            out.append(" ")
        out.append(text(value))
        before = is_string
    return "".join(out)


def sprintln(values) -> str:
    """fmt.Sprintln."""
    return " ".join(map(text, values)) + "\n"
