"""Template text -> tokens, as text/template/parse's lexer cuts it.

A token is (kind, position, text, line). Owns the syntax of words only. An error is a token too, and the last one.
"""
from __future__ import annotations

from collections import namedtuple

Token = namedtuple("Token", "kind pos text line")

KEYWORDS = frozenset(("block", "break", "continue", "define", "else", "end", "if", "range", "nil", "template", "with"))
_SPACE = " \t\r\n"
_ONE = {"=": "assign", "|": "pipe"}


def tokens(text: str):
    """The tokens of a template, one after the other."""
    return _Lexer(text).run()


def _alphanumeric(c: str) -> bool:
    return c == "_" or c.isalpha() or c.isdecimal()


def describe(c: str) -> str:
    """%#U of a character ("" is the end of the text)."""
    if not c:
        return "U+FFFFFFFFFFFFFFFF"
    return f"U+{ord(c):04X}" + (f" '{c}'" if c.isprintable() else "")


class _Lexer:
    """`start` is where the token being read begins."""
    __slots__ = ("text", "pos", "start", "parens")

    def __init__(self, text: str):
        self.text, self.pos, self.start, self.parens = text, 0, 0, 0

    def run(self):
        while True:
            at = self.text.find("{{", self.pos)
            if at < 0:
                break
            self.pos = at
            yield from self.plain(at)
            self.pos = at + 2
            comment = self.comment()
            if comment is True:
                continue
            if comment:
                yield comment
                return
            trim = self.left_trim()
            yield Token("leftdelim", at, "{{", self.line(at))
            self.pos += 2 if trim else 0
            self.start, self.parens = self.pos, 0
            for token in self.inside():
                yield token
                if token.kind == "error":
                    return
        self.pos = len(self.text)
        if self.pos > self.start:
            yield self.token("text")
        yield Token("eof", self.pos, "", self.line(self.pos))

    def line(self, pos: int) -> int:
        return 1 + self.text.count("\n", 0, pos)

    def token(self, kind: str) -> Token:
        token = Token(kind, self.start, self.text[self.start:self.pos], self.line(self.start))
        self.start = self.pos
        return token

    def error(self, message: str) -> Token:
        return Token("error", self.start, message, self.line(self.start))

    def peek(self) -> str:
        return self.text[self.pos:self.pos + 1]

    def plain(self, end: int):
        """The text before an action, without the blanks that {{- takes away."""
        text = self.text[self.start:end]
        self.pos = end + 2
        if self.left_trim():
            text = text.rstrip(_SPACE)
        if text:
            yield Token("text", self.start, text, self.line(self.start))
        self.start = end

    def left_trim(self) -> bool:
        return self.text[self.pos:self.pos + 1] == "-" and self.text[self.pos + 1:self.pos + 2] in _SPACE and self.pos + 1 < len(self.text)

    def comment(self):
        """Step over a comment: True; None where none begins; an error token."""
        body = self.pos + (2 if self.left_trim() else 0)
        if not self.text.startswith("/*", body):
            return None
        self.start = body
        end = self.text.find("*/", body + 2)
        if end < 0:
            return self.error("unclosed comment")
        self.pos = end + 2
        delim, trim = self.at_right_delim()
        if not delim:
            return self.error("comment ends before closing delimiter")
        self.pos += 4 if trim else 2
        self.after_delim(trim)
        return True

    def at_right_delim(self) -> tuple[bool, bool]:
        """(whether the action ends here, whether with -}})."""
        if self.peek() and self.peek() in _SPACE and self.text.startswith("-}}", self.pos + 1):
            return True, True
        return self.text.startswith("}}", self.pos), False

    def after_delim(self, trim: bool) -> None:
        while trim and self.peek() and self.peek() in _SPACE:
            self.pos += 1
        self.start = self.pos

    def right_delim(self, trim: bool) -> Token:
        self.pos += 2 if trim else 0
        self.start = self.pos
        self.pos += 2
        token = self.token("rightdelim")
        self.after_delim(trim)
        return token

    def inside(self):
        """The tokens of one action, its closing delimiter included."""
        while True:
            delim, trim = self.at_right_delim()
            if delim:
                yield self.right_delim(trim) if self.parens == 0 else self.error("unclosed left paren")
                return
            yield self.item()

    def item(self) -> Token:
        c = self.peek()
        if c and c in _SPACE:
            return self.space()
        self.pos += len(c)
        if not c:
            return self.error("unclosed action")
        if c in _ONE:
            return self.token(_ONE[c])
        if c in "\"'`":
            return self.quoted(c)
        if c == ":":
            return self.declare()
        if c == "$":
            return self.name("variable")
        if c == "." and not ("0" <= self.peek() <= "9" and self.peek()):
            return self.name("field") if self.peek() else self.number()
        if c in "+-.0123456789":
            return self.number()
        if _alphanumeric(c):
            return self.word()
        return self.sign(c)

    def space(self) -> Token:
        count = 0
        while self.peek() and self.peek() in _SPACE:
            self.pos += 1
            count += 1
        if self.text.startswith("-}}", self.pos):
            self.pos -= 1
            if count == 1:
                return self.right_delim(True)
        return self.token("space")

    def declare(self) -> Token:
        if self.peek() != "=":
            return self.error("expected :=")
        self.pos += 1
        return self.token("declare")

    def sign(self, c: str) -> Token:
        if c == "(":
            self.parens += 1
            return self.token("leftparen")
        if c == ")":
            self.parens -= 1
            return self.error("unexpected right paren") if self.parens < 0 else self.token("rightparen")
        if c.isascii() and c.isprintable():
            return self.token("char")
        return self.error(f"unrecognized character in action: {describe(c)}")

    def quoted(self, quote: str) -> Token:
        kind, what = {'"': ("string", "quoted string"), "`": ("rawstring", "raw quoted string"), "'": ("charconstant", "character constant")}[quote]
        while True:
            c = self.peek()
            self.pos += len(c)
            if c == quote:
                return self.token(kind)
            if c == "\\" and quote != "`":
                c = self.peek()
                self.pos += len(c)
            if not c or c == "\n" and quote != "`":
                return self.error(f"unterminated {what}")

    def at_terminator(self) -> bool:
        c = self.peek()
        return not c or c in _SPACE + ".,|:)(" or self.text.startswith("}}", self.pos)

    def absorb(self) -> None:
        while self.peek() and _alphanumeric(self.peek()):
            self.pos += 1

    def name(self, kind: str) -> Token:
        """A field or variable, whose first character was read; alone it is the dot or the root variable."""
        if self.at_terminator():
            return self.token("variable" if kind == "variable" else "dot")
        self.absorb()
        return self.token(kind) if self.at_terminator() else self.error(f"bad character {describe(self.peek())}")

    def word(self) -> Token:
        self.absorb()
        if not self.at_terminator():
            return self.error(f"bad character {describe(self.peek())}")
        word = self.text[self.start:self.pos]
        if word in KEYWORDS:
            return self.token(word)
        return self.token("bool" if word in ("true", "false") else "identifier")

    def number(self) -> Token:
        self.pos = self.start
        good = self.scan_number()
        if good and self.peek() and self.peek() in "+-":
            good = self.scan_number() and self.text[self.pos - 1] == "i"
        if not good:
            from kubectl_lite.machinery.field import go_quote
            return self.error(f"bad number syntax: {go_quote(self.text[self.start:self.pos])}")
        return self.token("number")

    def accept(self, chars: str) -> bool:
        if self.peek() and self.peek() in chars:
            self.pos += 1
            return True
        return False

    def accept_run(self, chars: str) -> None:
        while self.accept(chars):
            pass

    def scan_number(self) -> bool:
        self.accept("+-")
        digits, exponent = "0123456789_", "eE"
        if self.accept("0"):
            if self.accept("xX"):
                digits, exponent = "0123456789abcdefABCDEF_", "pP"
            elif self.accept("oO"):
                digits, exponent = "01234567_", ""
            elif self.accept("bB"):
                digits, exponent = "01_", ""
        self.accept_run(digits)
        if self.accept("."):
            self.accept_run(digits)
        if exponent and self.accept(exponent):
            self.accept("+-")
            self.accept_run("0123456789_")
        self.accept("i")
        if self.peek() and _alphanumeric(self.peek()):
            self.pos += 1
            return False
        return True
