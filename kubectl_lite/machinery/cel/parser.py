"""The parser: text to tree, with the texts of ANTLR's syntax errors where it fails."""
from __future__ import annotations

from kubectl_lite.machinery.cel import macros
from kubectl_lite.machinery.cel.errors import CompileError
from kubectl_lite.machinery.cel.lexer import string_value, tokens
from kubectl_lite.machinery.cel.tree import Node
from kubectl_lite.machinery.cel.values import INT_MAX, UInt

RESERVED = {"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
            "var", "void", "while"}
ORDER = ("'['", "']'", "'{'", "'}'", "'('", "')'", "'.'", "','", "'-'", "'!'", "'\\u003F'", "'true'", "'false'", "'null'", "NUM_FLOAT", "NUM_INT", "NUM_UINT",
         "STRING", "BYTES", "IDENTIFIER")
NO_OPERAND = ("']'", "'}'", "')'", "','", "'\\u003F'")


def _operand(*others):
    """How ANTLR names what may begin an operand, and what else may stand there."""
    return "{" + ", ".join(name for name in ORDER if name not in NO_OPERAND or name in others) + "}"


START = _operand()
CLOSING = ("EOF", ")", "]", "}", ",", ":", "?", "&&", "||", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", ".", "[")  # what may follow a closed bracket
UNARY = ("-", "!")
RELATIONS = ("<", "<=", ">=", ">", "==", "!=", "in")
DEPTH_MAX = 250


def parse(text: str) -> Node:
    """The tree of an expression; CompileError with the first syntax error."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text):
        self.text, self.at, self.depth = text, 0, 0
        self.tokens, self.issues = tokens(text)

    @property
    def token(self):
        return self.tokens[self.at]

    def take(self):
        token = self.token
        self.at += 1
        return token

    def accept(self, *kinds):
        return self.take() if self.token.kind in kinds else None

    def note(self, message, token=None):
        """Remember a syntax error that the parser gets over."""
        self.issues.append(((token or self.token).pos, f"Syntax error: {message}"))

    def fail(self, message, token=None):
        self.note(message, token)
        raise self.failure()

    def failure(self):
        return CompileError(self.text, sorted(self.issues, key=lambda issue: issue[0]))

    def expect(self, kind, after=""):
        """The next token, which must be of a kind; `after` is what else could stand here. One token too many or a closing bracket too few is got over."""
        if self.token.kind == kind:
            return self.take()
        expected = f"{{'{kind}', '{after}'}}" if after else f"'{kind}'"
        if self.token.kind != "EOF" and self.tokens[self.at + 1].kind in (kind, after):
            self.note(f"extraneous input '{self.token.text}' expecting {expected}")
            self.take()
            return self.take()
        if not after and kind in (")", "]") and self.token.kind in CLOSING:
            return self.note(f"missing '{kind}' at '{self.token.text}'")
        return self.fail(f"mismatched input '{self.token.text}' expecting {expected}")

    def whole(self):
        tree = self.expr()
        if self.token.kind != "EOF":
            self.note(f"extraneous input '{self.token.text}' expecting <EOF>" if self.tokens[self.at + 1].kind == "EOF"
                      else f"mismatched input '{self.token.text}' expecting <EOF>")
        if self.issues:
            raise self.failure()
        return tree

    def expr(self):
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise CompileError(self.text, [(self.token.pos, f"expression recursion limit exceeded: {DEPTH_MAX}")])
        condition = self.or_()
        question = self.accept("?")
        if question:
            yes = self.or_()
            self.expect(":")
            condition = Node("call", question.pos, "_?_:_", (condition, yes, self.expr()))
        self.depth -= 1
        return condition

    def or_(self):
        return self._logic("||", "_||_", self.and_)

    def and_(self):
        return self._logic("&&", "_&&_", self.relation)

    def _logic(self, symbol, name, operand):
        left = operand()
        while token := self.accept(symbol):
            left = Node("call", token.pos, name, (left, operand()))
        return left

    def relation(self):
        left = self.sum()
        while self.token.kind in RELATIONS or self.token.kind == "IDENT" and self.token.text == "in":
            token = self.take()
            name = "@in" if token.text == "in" else f"_{token.text}_"
            left = Node("call", token.pos, name, (left, self.sum()))
        return left

    def sum(self):
        left = self.product()
        while token := self.accept("+", "-"):
            left = Node("call", token.pos, f"_{token.text}_", (left, self.product()))
        return left

    def product(self):
        left = self.unary()
        while token := self.accept("*", "/", "%"):
            left = Node("call", token.pos, f"_{token.text}_", (left, self.unary()))
        return left

    def unary(self):
        token = self.accept(*UNARY)
        if not token:
            return self.member(self.primary())
        if token.text == "-" and self.token.kind in ("INT", "FLOAT"):
            return self.member(self._number(self.take(), -1, token.pos))
        operand = self.unary()
        return Node("call", token.pos, "!_" if token.text == "!" else "-_", (operand,))

    def member(self, left):
        while True:
            if dot := self.accept("."):
                left = self._select(left, dot)
            elif bracket := self.accept("["):
                optional = self.accept("?")
                index = self.expr()
                self.expect("]")
                left = Node("call", bracket.pos, "_[?_]" if optional else "_[_]", (left, index))
            elif self.token.kind == "{" and _type_name(left):
                left = self._struct(left)
            else:
                return left

    def _select(self, left, dot):
        optional = self.accept("?")
        token = self.accept("IDENT", "ESCAPED")
        if not token:
            self.fail(f"no viable alternative at input '.{self.token.text}'" if self.token.kind != "EOF" else "no viable alternative at input '.'")
        name = token.text.strip("`")
        if optional:
            return Node("optselect", dot.pos, name, (left,))
        if self.token.kind == "(" and token.kind == "IDENT":
            paren = self.take()
            arguments = self._arguments(")")
            return macros.method(self.text, left, name, arguments, paren.pos)
        return Node("select", dot.pos, name, (left,))

    def _arguments(self, closing):
        arguments = []
        if self.accept(closing):
            return arguments
        self.begins(_operand(f"'{closing}'"))
        while True:
            arguments.append(self.expr())
            if not self.accept(","):
                break
        self.expect(closing)
        return arguments

    def primary(self):
        token = self.token
        handler = self.PRIMARIES.get(token.kind)
        if handler is None:
            self.begins(START)
            return self.unary()
        return handler(self, self.take())

    def begins(self, expected):
        """Go on to the next operand: one token too many is got over."""
        token = self.token
        if token.kind in self.PRIMARIES or token.kind in UNARY:
            return
        following = self.tokens[self.at + 1].kind if token.kind != "EOF" else "EOF"
        if following not in self.PRIMARIES and following not in UNARY:
            self.fail(f"mismatched input '{token.text}' expecting {expected}")
        self.note(f"extraneous input '{token.text}' expecting {expected}")
        self.take()

    def _ident(self, token):
        name = token.text
        if name in ("true", "false", "null"):
            return Node("literal", token.pos, {"true": True, "false": False, "null": None}[name])
        if name == "in":
            self.fail(f"mismatched input 'in' expecting {START}", token)
        if name in RESERVED:
            raise CompileError(self.text, [(token.pos, f"Syntax error: reserved identifier: {name}")])
        if self.token.kind == "(":
            paren = self.take()
            arguments = self._arguments(")")
            return macros.call(self.text, name, arguments, paren.pos)
        return Node("ident", token.pos, name)

    def _dotted(self, token):
        if self.token.kind != "IDENT":
            self.fail(f"no viable alternative at input '.{self.token.text}'")
        return self._ident(self.take())

    def _parenthesised(self, _token):
        inner = self.expr()
        self.expect(")")
        return inner

    def _list(self, token):
        items, optional = [], []
        if self.token.kind not in ("]", "?", ","):
            self.begins(_operand("']'", "','", "'\\u003F'"))
        while self.token.kind != "]":
            if self.accept("?"):
                optional.append(len(items))
            items.append(self.expr())
            if not self.accept(","):
                break
        self.expect("]", after=",")
        return Node("list", token.pos, tuple(optional), items)

    def _map(self, token):
        items, optional = [], []
        if self.token.kind not in ("}", "?", ","):
            self.begins(_operand("'}'", "','", "'\\u003F'"))
        while self.token.kind != "}":
            if self.accept("?"):
                optional.append(len(items) // 2)
            items.append(self.expr())
            self.expect(":")
            items.append(self.expr())
            if not self.accept(","):
                break
        self.expect("}", after=",")
        return Node("map", token.pos, tuple(optional), items)

    def _struct(self, type_node):
        token = self.take()
        names, values = [], []
        while self.token.kind != "}":
            self.accept("?")
            name = self.accept("IDENT", "ESCAPED")
            if not name:
                self.fail(f"mismatched input '{self.token.text}' expecting {{'}}', ',', '?', IDENTIFIER}}")
            names.append(name.text.strip("`"))
            self.expect(":")
            values.append(self.expr())
            if not self.accept(","):
                break
        self.expect("}", after=",")
        return Node("struct", token.pos, (_type_name(type_node), tuple(names)), values)

    def _number(self, token, sign=1, pos=None):
        pos = token.pos if pos is None else pos
        if token.kind == "FLOAT":
            return Node("literal", pos, sign * float(token.text))
        if token.kind == "UINT":
            return Node("literal", pos, UInt(int(token.text[:-1], 0 if "x" in token.text else 10)))
        value = sign * int(token.text, 0 if "x" in token.text else 10)
        if not -INT_MAX - 1 <= value <= INT_MAX:
            raise CompileError(self.text, [(pos, "Syntax error: invalid int literal")])
        return Node("literal", pos, value)

    def _string(self, token):
        return Node("literal", token.pos, string_value(token.text))

    PRIMARIES = {"IDENT": _ident, ".": _dotted, "(": _parenthesised, "[": _list, "{": _map, "INT": _number, "UINT": _number, "FLOAT": _number,
                 "STRING": _string, "BYTES": _string}


def _type_name(node):
    """The dotted name of a type, if a node can be one."""
    if node.kind == "ident":
        return node.value
    if node.kind == "select":
        outer = _type_name(node.args[0])
        return f"{outer}.{node.value}" if outer else None
    return None
