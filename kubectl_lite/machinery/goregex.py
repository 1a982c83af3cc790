"""Regular expressions in Go's syntax (RE2), run by Python's engine: what differs is translated, what Go refuses is refused in its words.

Where both engines match, they may still differ in which of several matches they prefer only for alternations inside repetitions.
"""
from __future__ import annotations

import re
from functools import lru_cache

POSIX = {"alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": r"\x00-\x7F", "blank": r"\t ", "cntrl": r"\x00-\x1F\x7F", "digit": "0-9", "graph": "!-~",
         "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~", "space": r"\t\n\v\f\r ", "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f"}
PERL = {"d": "0-9", "s": r"\t\n\f\r ", "w": "0-9A-Za-z_"}
UNICODE = {"L": r"^\W\d_", "Lu": "A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f", "Ll": "a-z\u00df-\u00ff\u03b1-\u03c9\u0430-\u044f", "N": "0-9\u0660-\u0669", "Nd": "0-9\u0660-\u0669",
           "P": "!-#%-*,-/:;?@\\[-\\]_{}\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010-\u2027", "S": "$+<->^`|~\u00a2-\u00a9\u00ac\u00ae-\u00b1\u00b4\u00d7\u00f7", "Z": " \u00a0\u2000-\u200a"}
ESCAPES = {"a": r"\x07", "f": r"\f", "n": r"\n", "r": r"\r", "t": r"\t", "v": r"\v", "A": r"\A", "z": r"\Z", "b": r"(?a:\b)", "B": r"(?a:\B)"}
REPEAT = re.compile(r"\{(\d+)(,(\d*))?\}")
GROUP = re.compile(r"\?(?:P?<(\w+)>|([imsU]*)(?:-([imsU]+))?([:)]))")
MOST_REPEATS = 1000


class GoRegexError(ValueError):
    """The expression is none in Go; str() is Go's text."""

    def __init__(self, what, where):
        super().__init__(f"error parsing regexp: {what}: `{where}`")


@lru_cache(512)
def compiled(text: str):
    """A compiled expression; GoRegexError for what Go does not take."""
    return re.compile(_Translation(text).whole())


class _Translation:
    """One expression on its way; `flags` are those in force (i, m, s), with one set for each open group."""

    def __init__(self, text):
        self.text, self.at, self.out, self.flags, self.opened = text, 0, [], set(), []

    def whole(self):
        while self.at < len(self.text):
            step = self.STEPS.get(self.text[self.at], _Translation.plain)
            step(self)
        if self.opened:
            raise GoRegexError("missing closing )", self.text)
        return "".join(self.out)

    def plain(self):
        char = self.text[self.at]
        self.emit(self.cased(re.escape(char)))

    def cased(self, piece):
        """A piece whose case matters only if no flag says otherwise."""
        return f"(?i:{piece})" if "i" in self.flags else piece

    def dot(self):
        self.emit("(?s:.)" if "s" in self.flags else "[^\n]")

    def end(self):
        self.emit("(?m:$)" if "m" in self.flags else r"\Z")

    def start(self):
        self.emit("(?m:^)" if "m" in self.flags else r"\A")

    def bar(self):
        self.emit("|")

    def emit(self, piece, width=1):
        self.out.append(piece)
        self.at += width

    def repeat(self):
        """* + ? and {n,m}, lazy or not."""
        char = self.text[self.at]
        counted = REPEAT.match(self.text, self.at) if char == "{" else None
        if char == "{" and not counted:
            return self.plain()
        piece = counted[0] if counted else char
        if counted and (int(counted[1]) > MOST_REPEATS or counted[3] and (int(counted[3]) > MOST_REPEATS or int(counted[3]) < int(counted[1]))):
            raise GoRegexError("invalid repeat count", piece)
        if not self.out or self.out[-1] in ("|", "(", "(?:") or self.out[-1].startswith("(?P<"):
            raise GoRegexError("missing argument to repetition operator", piece)
        if self.text.startswith("?", self.at + len(piece)):
            piece += "?"
        after = self.text[self.at + len(piece):]
        if after[:1] in ("*", "+", "?") or REPEAT.match(after):
            raise GoRegexError("invalid nested repetition operator", piece + (REPEAT.match(after) or [after[:1]])[0])
        return self.emit(piece, len(piece))

    def open(self):
        if not self.text.startswith("?", self.at + 1):
            self.opened.append(set(self.flags))
            return self.emit("(")
        found = GROUP.match(self.text, self.at + 1)
        if not found:
            raise GoRegexError("invalid or unsupported Perl syntax", self.text[self.at:self.at + (4 if self.text.startswith("(?<", self.at) else 3)])
        if found[1]:
            self.opened.append(set(self.flags))
            return self.emit(f"(?P<{found[1]}>", len(found[0]) + 1)
        if found[4] == ":":
            self.opened.append(set(self.flags))
        self.flags = (self.flags | set(found[2])) - set(found[3] or "")  # of the new group, or of what is left of this one
        return self.emit("(?:" if found[4] == ":" else "", len(found[0]) + 1)

    def close(self):
        if not self.opened:
            raise GoRegexError("unexpected )", self.text)
        self.flags = self.opened.pop()
        self.emit(")")

    def escape(self):
        letter = self.text[self.at + 1:self.at + 2]
        if not letter:
            raise GoRegexError("trailing backslash at end of expression", "")
        if letter == "Q":
            stop = self.text.find("\\E", self.at)
            literal = self.text[self.at + 2:stop if stop >= 0 else None]
            return self.emit(self.cased(re.escape(literal)), len(literal) + (4 if stop >= 0 else 2))
        inner, width = self.class_escape()
        if inner is not None:
            return self.emit(f"[{inner}]", width)
        piece, width = self.character(ESCAPES)
        return self.emit(piece, width)

    def class_escape(self):
        """(what \\d, \\W, \\pL, … have inside brackets, how long it is in the expression), or (None, 0)."""
        letter = self.text[self.at + 1]
        if letter.lower() in PERL:
            return ("^" if letter.isupper() else "") + PERL[letter.lower()], 2
        found = re.compile(r"\\([pP])(?:\{(\^?)(\w+)\}|(\w))").match(self.text, self.at)
        if not found:
            return None, 0
        chars, negated = UNICODE.get((found[3] or found[4])), (found[1] == "P") != bool(found[2])
        if chars is None:
            raise GoRegexError("invalid character class range", found[0])
        return (chars[1:] if chars.startswith("^") else "^" + chars) if negated else chars, len(found[0])

    def character(self, known):
        """(an escaped character for Python, how long it is in the expression)."""
        found = re.compile(r"\\(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|([0-7]{3}|0)|([^a-zA-Z0-9])|(.))", re.S).match(self.text, self.at)
        code = found[1] or found[2]
        if code or found[3]:
            return re.escape(chr(int(code, 16) if code else int(found[3], 8))), len(found[0])
        if found[4]:
            return re.escape(found[4]), 2
        if found[5] not in known:
            raise GoRegexError("invalid escape sequence", found[0])
        return known[found[5]], 2

    def brackets(self):
        begin, inner = self.at, ["["]
        self.at += 1
        if self.text.startswith("^", self.at):
            inner.append("^")
            self.at += 1
        first = True
        while first or not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise GoRegexError("missing closing ]", self.text[begin:])
            inner.append(self.member())
            first = False
        self.emit(self.cased("".join(inner) + "]"))

    def member(self):
        """One character, range or class inside brackets."""
        posix = re.compile(r"\[:(\^?)(\w+):\]").match(self.text, self.at)
        if posix and posix[2] in POSIX:
            self.at += len(posix[0])
            return POSIX[posix[2]]
        if self.text.startswith("\\", self.at) and self.at + 1 < len(self.text):
            inner, width = self.class_escape()
            if inner is not None:
                self.at += width
                return rf"\{self.text[self.at - 1]}" if inner.startswith("^") and width == 2 else inner.lstrip("^")
        low = self.single()
        if not self.text.startswith("-", self.at) or self.at + 1 >= len(self.text) or self.text.startswith("-]", self.at):
            return low
        self.at += 1
        high = self.single()
        if _code(low) > _code(high):
            raise GoRegexError("invalid character class range", f"{low}-{high}")
        return f"{low}-{high}"

    def single(self):
        if self.text.startswith("\\", self.at):
            piece, width = self.character({k: v for k, v in ESCAPES.items() if k.islower() and k not in "bz"})
        else:
            piece, width = re.escape(self.text[self.at:self.at + 1]), 1
        self.at += width
        return piece

    STEPS = {"\\": escape, "[": brackets, "(": open, ")": close, "*": repeat, "+": repeat, "?": repeat, "{": repeat, ".": dot, "$": end, "^": start, "|": bar}


def _code(piece):
    return ord(piece[-1]) if len(piece) <= 2 and not re.fullmatch(r"\\[afnrtv]", piece) else {"\\n": 10, "\\t": 9, "\\r": 13, "\\f": 12, "\\v": 11}.get(piece, 7)
