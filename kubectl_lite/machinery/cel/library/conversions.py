"""Conversion between types, and the type of a value."""
from __future__ import annotations

import math
import re

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.library.core import checked, moment
from kubectl_lite.machinery.cel.values import UINT_MAX, Duration, Optional, Timestamp, TypeValue, UInt, parse_duration, parse_timestamp
from kubectl_lite.machinery.gofloat import text as float_text
from kubectl_lite.machinery.quantity import Quantity


def _converted(convert, value, what):
    try:
        return convert(value)
    except ValueError:
        raise EvaluationError(f"type conversion error from 'string' to '{what}'") from None


def to_int(value):
    return value.nanos // 10**9 if isinstance(value, Timestamp) else _whole(value, 0, "int", r"[+-]?[0-9]+")


def to_uint(value):
    return _whole(value, UInt(), "uint", r"[0-9]+")


def _whole(value, like, name, written):
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return NotImplemented
    if isinstance(value, str):
        try:
            return checked(int(re.fullmatch(written, value)[0]), like)
        except (TypeError, EvaluationError):
            raise EvaluationError(f"type conversion error from 'string' to '{name}'") from None
    return checked(int(value) if math.isfinite(value) else UINT_MAX + 1, like)


def to_double(value):
    if isinstance(value, str) and ("_" in value or value != value.strip()):
        value = ""  # what only Python reads
    return NotImplemented if isinstance(value, bool) else _converted(float, value, "double")


def to_string(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, float):
        return float_text(value)
    if value is None or isinstance(value, (list, dict)):
        return NotImplemented
    return str(value)


def _text(value):
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise EvaluationError("invalid UTF-8 in bytes, cannot convert to string") from None


def to_bool(value):
    if isinstance(value, bool):
        return value
    if value in ("1", "t", "T", "true", "TRUE", "True"):
        return True
    if value in ("0", "f", "F", "false", "FALSE", "False"):
        return False
    raise EvaluationError("type conversion error from 'string' to 'bool'")


def to_timestamp(value):
    if isinstance(value, Timestamp):
        return value
    if isinstance(value, int):
        return moment(value * 10**9)
    return _converted(parse_timestamp, value, "google.protobuf.Timestamp")


def to_duration(value):
    return value if isinstance(value, Duration) else _converted(parse_duration, value, "google.protobuf.Duration")


TYPES = ((bool, "bool"), (UInt, "uint"), (int, "int"), (float, "double"), (str, "string"), (bytes, "bytes"), (list, "list"), (dict, "map"),
         (type(None), "null_type"), (Timestamp, "google.protobuf.Timestamp"), (Duration, "google.protobuf.Duration"), (TypeValue, "type"),
         (Optional, "optional_type"), (Quantity, "kubernetes.Quantity"))


def type_of(value):
    return TypeValue(next((name for python, name in TYPES if isinstance(value, python)), "dyn"))


FUNCTIONS = {
    "type": type_of, "dyn": lambda a: a, "int": to_int, "uint": to_uint, "double": to_double, "string": to_string,
    "bytes": lambda a: a.encode() if isinstance(a, str) else a, "bool": to_bool, "timestamp": to_timestamp, "duration": to_duration,
}
