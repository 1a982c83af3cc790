"""What templates compute with: decoded JSON values, the missing value, and values still inside an interface.

`Boxed` is a value read out of a map or list, whose static Go type is interface {}; everything else has its own type.
"""
from __future__ import annotations

from kubectl_lite.machinery import gofmt


class _Marker:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


INVALID = _Marker("INVALID")  # the zero reflect.Value: a missing map entry, an untyped nil
ABSENT = _Marker("ABSENT")    # no final argument of a pipeline


class Boxed:
    """A value of static type interface {}."""
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


def unbox(value):
    """indirectInterface: what an interface holds, INVALID for nil."""
    if isinstance(value, Boxed):
        return INVALID if value.value is None else value.value
    return value


def plain(value):
    """The value handed to functions that take interface {}: nil for what is not there."""
    value = unbox(value)
    return None if value is INVALID else value


def type_of(value) -> str:
    """The static type."""
    return "interface {}" if isinstance(value, Boxed) else gofmt.type_name(value)


def is_true(value) -> bool:
    """Go templates' truth: not the empty value of its type."""
    value = unbox(value)
    return value is not INVALID and bool(value)


def printed(value) -> str:
    """A value as an action prints it."""
    value = unbox(value)
    return gofmt.NO_VALUE if value is INVALID else gofmt.text(value)
