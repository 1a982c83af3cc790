"""'…'.format([…]): its clauses, how values are shown in them, and what is wrong with those that are known before an expression is run."""
from __future__ import annotations

import re

from kubectl_lite.machinery.cel.errors import EvaluationError
from kubectl_lite.machinery.cel.library.conversions import to_string, type_of

CLAUSE = re.compile(r"(?:\.(\d+))?(.)", re.DOTALL)
NUMBERS = ("int", "uint")
SHOWABLE = ("bool", "bytes", "double", "duration", "int", "list", "map", "null", "null_type", "string", "timestamp", "type", "uint",
            "google.protobuf.Timestamp", "google.protobuf.Duration")
# verb: the types that it can show, and how that is said
VERBS = {
    "s": (SHOWABLE, "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps"),
    "d": (NUMBERS, "decimal clause can only be used on integers"), "o": (NUMBERS, "octal clause can only be used on integers"),
    "b": ((*NUMBERS, "bool"), "only integers and bools can be formatted as binary"),
    "f": (("double", *NUMBERS), "fixed-point clause can only be used on doubles"), "e": (("double", *NUMBERS), "scientific clause can only be used on doubles"),
    "x": ((*NUMBERS, "string", "bytes"), "only integers, byte buffers, and strings can be formatted as hex"),
}
VERBS["X"] = VERBS["x"]


def filled(text: str, count: int, show) -> str:
    """The text with show(index, verb, precision) in place of each clause; EvaluationError for clauses that are none or have no argument."""
    out, at, used = [], 0, 0
    while (percent := text.find("%", at)) >= 0:
        out.append(text[at:percent])
        if text.startswith("%%", percent):
            out.append("%")
            at = percent + 2
            continue
        if used >= count:
            raise EvaluationError(f"index {used} out of range")
        clause = CLAUSE.match(text, percent + 1)
        if clause is None:
            raise EvaluationError("unexpected end of string")
        if clause[2] not in VERBS:
            raise EvaluationError(f'could not parse formatting clause: unrecognized formatting clause "{clause[2]}"')
        out.append(show(used, clause[2], clause[1]))
        used, at = used + 1, clause.end()
    return "".join([*out, text[at:]])


def refused(verb: str, name: str) -> str:
    """Why a clause does not show values of a type, "" when it does."""
    types, text = VERBS[verb]
    return "" if name in types else f"error during formatting: {text}, was given {name}"


def format(text: str, values: list) -> str:  # noqa: A001 - the function's name in expressions
    """The text with values in its clauses."""
    def show(i, verb, precision):
        trouble = refused(verb, type_of(values[i]).name)
        if trouble:
            raise EvaluationError(trouble)
        return _shown(values[i]) if verb == "s" else _number(verb, precision, values[i])
    return filled(text, len(values), show)


def _number(verb, precision, value):
    if verb in "fe":
        return f"%.{precision or 6}{verb}" % float(value)
    if isinstance(value, (str, bytes)):
        digits = (value.encode() if isinstance(value, str) else value).hex()
        return digits.upper() if verb == "X" else digits
    return f"{int(value):{verb}}"


def _shown(value):
    if value is None:
        return "null"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_shown(k)}: {_shown(v)}" for k, v in sorted(value.items(), key=str)) + "}"
    return to_string(value)


def misfits(node):
    """(offset, message) of what is wrong with a call whose text and arguments are written out."""
    text, items = node.args[0], node.args[1] if len(node.args) == 2 else None
    if text.kind != "literal" or items is None or items.kind != "list":
        return
    found = []

    def show(i, verb, _precision):
        name = items.args[i].type.name
        trouble = refused(verb, name) if name not in ("dyn", "any") else ""
        if trouble:
            found.append((items.args[i].pos, trouble))
            raise EvaluationError(trouble)
        found.append(None)
        return ""
    try:
        filled(text.value, len(items.args), show)
    except EvaluationError as e:
        yield found[-1] if found and found[-1] else (node.pos, str(e))
        return
    if len(found) < len(items.args):
        yield node.pos, f"too many arguments supplied to string.format (expected {len(found)}, got {len(items.args)})"
