"""fmt.Sprintf over decoded JSON values: flags, width, precision, argument indexes, and Go's %!verb complaints."""
from __future__ import annotations

import re

from kubectl_lite.machinery import gofloat, gofmt

_DIRECTIVE = re.compile(r"%(?P<flags>[-+# 0]*)(?P<index1>\[\d*\])?(?P<width>\d+|\*)?(?:(?P<dot>\.)(?P<index2>\[\d*\])?(?P<precision>\d+|\*)?)?"
                        r"(?P<index3>\[\d*\])?(?P<verb>.)?", re.S)


class _State:
    """The arguments and how far they were used."""
    __slots__ = ("args", "at", "reordered")

    def __init__(self, args):
        self.args, self.at, self.reordered = list(args), 0, False

    def index(self, text: str | None) -> bool:
        """Follow an explicit argument index; False when it is a bad one."""
        if text is None:
            return True
        self.reordered = True
        number = int(text[1:-1] or 0)
        if not 1 <= number <= len(self.args):
            return False
        self.at = number - 1
        return True

    def take(self):
        value = self.args[self.at]
        self.at += 1
        return value


class _Spec:
    """One directive: its flags, width and precision (None when not given)."""
    __slots__ = ("minus", "plus", "sharp", "space", "zero", "width", "precision")

    def __init__(self, flags: str):
        self.minus, self.plus, self.sharp, self.space = "-" in flags, "+" in flags, "#" in flags, " " in flags
        self.zero = "0" in flags and not self.minus
        self.width = self.precision = None

    def pad(self, text: str) -> str:
        if self.width is None or len(text) >= self.width:
            return text
        if self.minus:
            return text.ljust(self.width)
        return text.rjust(self.width, "0" if self.zero else " ")

    def number(self, sign: str, body: str) -> str:
        """Pad a number: zeros go behind the sign."""
        sign = sign or ("+" if self.plus else " " if self.space else "")
        if self.zero and self.width is not None:
            return sign + body.rjust(self.width - len(sign), "0")
        return self.pad(sign + body)


def sprintf(pattern: str, args) -> str:
    """Go's fmt.Sprintf."""
    state, out, end = _State(args), [], 0
    for match in _DIRECTIVE.finditer(pattern):
        out.append(pattern[end:match.start()])
        out.append(_directive(match, state))
        end = match.end()
    out.append(pattern[end:])
    if not state.reordered and state.at < len(state.args):
        out.append("%!(EXTRA " + ", ".join(_described(a) for a in state.args[state.at:]) + ")")
    return "".join(out)


def _described(value) -> str:
    return gofmt.NIL if value is None else f"{gofmt.type_name(value)}={gofmt.text(value)}"


def _directive(match, state: _State) -> str:
    spec = _Spec(match["flags"])
    if not state.index(match["index1"]):
        return f"%!{match['verb'] or ''}(BADINDEX)"
    complaint = _measures(match, spec, state)
    verb = match["verb"]
    if verb is None:
        return complaint + "%!(NOVERB)"
    if verb == "%":
        return complaint + "%"
    if not state.index(match["index2"]) or not state.index(match["index3"]):
        return f"{complaint}%!{verb}(BADINDEX)"
    if state.at >= len(state.args):
        return f"{complaint}%!{verb}(MISSING)"
    return complaint + formatted(verb, state.take(), spec)


def _measures(match, spec: _Spec, state: _State) -> str:
    """Read width and precision, from arguments where they are stars; answers Go's complaint or ""."""
    complaint = ""
    if match["width"] == "*":
        value = _star(state)
        if value is None:
            complaint += "%!(BADWIDTH)"
        else:
            spec.width, spec.minus = abs(value), spec.minus or value < 0
            spec.zero = spec.zero and not spec.minus
    elif match["width"]:
        spec.width = int(match["width"])
    if match["dot"]:
        spec.precision = int(match["precision"] or 0) if match["precision"] != "*" else _star(state)
        if spec.precision is None:
            complaint += "%!(BADPREC)"
    return complaint


def _star(state: _State) -> int | None:
    if state.at >= len(state.args):
        return None
    value = state.take()
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def formatted(verb: str, value, spec: _Spec) -> str:
    """One value under one verb."""
    if verb == "T":
        return spec.pad(gofmt.type_name(value))
    if value is None:
        return spec.pad(gofmt.NIL) if verb == "v" else f"%!{verb}(<nil>)"
    if verb == "v" and spec.sharp:
        return spec.pad(gofmt.syntax(value))
    if isinstance(value, dict):
        inner = " ".join(f"{formatted(verb, k, spec)}:{_inner(verb, value[k], spec)}" for k in sorted(value))
        return f"map[{inner}]"
    if isinstance(value, list):
        return "[" + " ".join(_inner(verb, item, spec) for item in value) + "]"
    for kind, function in ((bool, _boolean), (str, _string), (float, _float), (int, _integer)):
        if isinstance(value, kind):
            shown = function(verb, value, spec)
            break
    return f"%!{verb}({gofmt.type_name(value)}={formatted('v', value, spec)})" if shown is None else shown  # with width and precision, as Go


def _inner(verb, value, spec) -> str:
    return gofmt.NIL if value is None else formatted(verb, value, spec)


def _boolean(verb, value, spec):
    return spec.pad("true" if value else "false") if verb in "tv" else None


def _string(verb, value, spec):
    if verb not in "vsqxX":
        return None
    if spec.precision is not None and verb in "vsq":
        value = value[:spec.precision]
    if verb == "q":
        value = f"`{value}`" if spec.sharp and "`" not in value and value.isprintable() else gofmt.quote(value)
    elif verb in "xX":
        raw = value.encode("utf-8", "surrogateescape")[:spec.precision]
        value = raw.hex(" " if spec.space else "") if spec.space and raw else raw.hex()
        value = ("0x" if spec.sharp and raw else "") + value
        value = value.upper() if verb == "X" else value
    return spec.pad(value)


_BASES = {"d": "d", "v": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}
_PREFIXES = {"b": "0b", "o": "0", "O": "0o", "x": "0x", "X": "0X"}


def _integer(verb, value, spec):
    value = int(value)
    if verb == "c":
        return spec.pad(chr(value) if 0 <= value < 0x110000 else "\ufffd")
    if verb == "q":
        return spec.pad(quote_rune(chr(value)))
    if verb == "U":
        return spec.pad(f"U+{value:04X}" + (f" '{chr(value)}'" if spec.sharp else ""))
    if verb not in _BASES:
        return None
    body = format(abs(value), _BASES[verb])
    if spec.precision is not None:
        body = "" if spec.precision == 0 and value == 0 else body.rjust(spec.precision, "0")
        spec.zero = False
    prefix = _PREFIXES[verb] if verb == "O" or spec.sharp and verb in _PREFIXES else ""
    return spec.number("-" if value < 0 else "", prefix + body)


def quote_rune(char: str) -> str:
    """%q of a rune."""
    if char == "'":
        return "'\\''"
    inner = gofmt.quote(char)[1:-1]
    return "'\"'" if char == '"' else f"'{inner}'"


def _float(verb, value, spec):
    if verb not in "eEfFgGv":
        return None
    shown = gofloat.special(value)
    if shown:
        spec.zero = False
        return spec.number("-" if shown[0] == "-" else "", shown.lstrip("+-"))
    body = _float_body(verb, abs(value), spec.precision)
    negative = value < 0 or value == 0 and str(value)[0] == "-"
    return spec.number("-" if negative else "", body)


def _float_body(verb, value, precision) -> str:
    if verb in "vgG":
        text = gofloat.text(value) if precision is None else _general(value, precision)
        return text.upper() if verb == "G" else text
    places = 6 if precision is None else precision
    return format(value, f".{places}{'f' if verb == 'F' else verb}")


def _general(value, precision) -> str:
    return format(value, f".{precision or 1}g")
