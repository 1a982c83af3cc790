"""Values as a Go program dumps them for hashing: every field of every struct, with the names of Go's types.

Mirrors the dump of k8s.io/apimachinery/pkg/util/dump (spew's %#v without methods), whose FNV hash is the pod-template-hash. It is about values as the
controllers hold them: empty lists and maps are nil there.
"""
from __future__ import annotations

import re

from kubectl_lite.api import schema

NIL = "<nil>"
NO_TIME = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}"
ZEROS = {"integer": "0", "boolean": "false"}

_QUANTITY = re.compile(r"(-?)(\d+)([a-zA-Z]*)(-?\d*)")
_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DIGITS = 18    # decimal digits that surely fit an int64


def dump(obj: dict, name: str) -> str:
    """An object of the definition `name` as text."""
    return f"({schema.definition(name)['go']}){_struct(obj, name)}"


def _struct(obj: dict, name: str) -> str:
    """The fields in Go's order; those of an embedded struct stand inside it."""
    parts, embedded, inner = [], "", []
    for key, facts in schema.fields(name).items():
        if facts.get("in", "") != embedded:
            parts += _embedded(embedded, inner)
            embedded, inner = facts.get("in", ""), []
        (inner if embedded else parts).append(f"{schema.go_name(name, key)}:{_field(obj.get(key), facts)}")
    return "{" + " ".join(parts + _embedded(embedded, inner)) + "}"


def _embedded(name: str, inner: list[str]) -> list[str]:
    return [f"{name}:(v1.{name}){{{' '.join(inner)}}}"] if inner else []


def _field(value, facts: dict) -> str:
    """A field with its type."""
    go = facts["go"].split("|")[0]
    if facts.get("ptr"):
        return f"(*{go}){NIL if value is None else _value(value, facts)}"
    return f"({go}){_value(value, facts)}"


def _value(value, facts: dict) -> str:
    if "ref" in facts:
        return _special(value, facts["ref"]) or _struct(value or {}, facts["ref"])
    if "items" in facts:
        return "[" + " ".join(_value(item, facts["items"]) for item in value) + "]" if value else NIL
    if "values" in facts:
        return "map[" + " ".join(f"{key}:{_value(value[key], facts['values'])}" for key in sorted(value)) + "]" if value else NIL
    if value is None:
        return ZEROS.get(facts["type"], "")
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


def _special(value, name: str) -> str:
    """The structs that are no objects on the wire; "" for all others."""
    if name.endswith(".Quantity"):
        return _quantity("" if value is None else str(value))
    if name.endswith(".IntOrString"):
        number, text = (0, value) if isinstance(value, str) else (value or 0, "")
        return f"{{Type:(intstr.Type){int(isinstance(value, str))} IntVal:(int32){number} StrVal:(string){text}}}"
    return NO_TIME if name.endswith(".Time") else ""


def _quantity(text: str) -> str:
    """A quantity as it is after parsing: an int64 with a scale where that fits, else a decimal of any size."""
    if text in ("", "0"):
        return _parts(0, 0, text, "")
    sign, digits, suffix, exponent = _QUANTITY.fullmatch(text).groups()
    binary = _BINARY.get(suffix)
    kind = "BinarySI" if binary else "DecimalExponent" if exponent else "DecimalSI"
    value = int(sign + digits) << (binary or 0)
    scale = int(exponent) if exponent else 0 if binary else _DECIMAL[suffix]
    room = 15 - len(digits) - binary * 3 // 10 - 1 if binary else _DIGITS - len(digits)
    return _parts(value, scale, text, kind) if room >= 0 else _large(value, scale, kind)


def _parts(value: int, scale: int, text: str, kind: str) -> str:
    return (f"{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} d:(resource.infDecAmount){{Dec:(*inf.Dec){NIL}}} "
            f"s:(string){text} Format:(resource.Format){kind}}}")


def _large(value: int, scale: int, kind: str) -> str:
    words, rest = [], abs(value)
    while rest:
        words.append(str(rest & (1 << 64) - 1))
        rest >>= 64
    number = f"{{unscaled:(big.Int){{neg:(bool){('false', 'true')[value < 0]} abs:(big.nat)[{' '.join(words)}]}} scale:(inf.Scale){-scale}}}"
    return ("{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)" + number +
            f"}} s:(string) Format:(resource.Format){kind}}}")
