"""Tokens -> nodes, as text/template/parse does, with its error texts. Owns syntax; knows functions by name only."""
from __future__ import annotations

from kubectl_lite.machinery import gofmt, gounquote
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.gotemplate import lex, nodes
from kubectl_lite.machinery.gotemplate.errors import TemplateError

_OPERANDS = frozenset(("bool", "charconstant", "dot", "field", "identifier", "number", "nil", "rawstring", "string", "variable", "leftparen"))
_NO_FIELDS = (nodes.Constant, nodes.Nil, nodes.Dot)


def parse(name: str, text: str, functions) -> dict:
    """name -> root node of the template and of all it defines; raises TemplateError."""
    return _Parser(name, text, functions).run()


def _shown(token) -> str:
    """A token as messages show it."""
    if token.kind == "eof":
        return "EOF"
    if token.kind == "error":
        return token.text
    if token.kind in lex.KEYWORDS:
        return f"<{token.text}>"
    if len(token.text.encode("utf-8", "surrogateescape")) > 10:
        return go_quote(token.text[:10]) + "..."
    return go_quote(token.text)


class _Parser:
    """`buffer` holds up to three tokens that were read and put back, as Go's Tree has them."""
    __slots__ = ("name", "functions", "tokens", "buffer", "peeked", "variables", "trees", "range_depth", "action_line")

    def __init__(self, name, text, functions):
        self.name, self.functions, self.tokens = name, functions, lex.tokens(text)
        self.buffer, self.peeked, self.variables = [None, None, None], 0, ["$"]
        self.trees, self.range_depth, self.action_line = {}, 0, 0

    # ---- tokens ----

    def next(self):
        if self.peeked:
            self.peeked -= 1
        else:
            self.buffer[0] = next(self.tokens)
        return self.buffer[self.peeked]

    def backup(self) -> None:
        self.peeked += 1

    def put_back(self, *tokens) -> None:
        """Put tokens back in front of the one in the buffer, the first of them to be read first."""
        for i, token in enumerate(reversed(tokens), 1):
            self.buffer[i] = token
        self.peeked = len(tokens) + 1

    def peek(self):
        if not self.peeked:
            self.peeked = 1
            self.buffer[0] = next(self.tokens)
        return self.buffer[self.peeked - 1]

    def next_word(self):
        token = self.next()
        while token.kind == "space":
            token = self.next()
        return token

    def peek_word(self):
        token = self.next_word()
        self.backup()
        return token

    def fail(self, message: str):
        raise TemplateError(f"template: {self.name}:{self.buffer[0].line}: {message}")

    def unexpected(self, token, context: str):
        if token.kind != "error":
            self.fail(f"unexpected {_shown(token)} in {context}")
        extra = ""
        if self.action_line and self.action_line != token.line:
            start = f" started at {self.name}:{self.action_line}"
            extra = start if token.text.endswith(" action") else " in action" + start
        self.fail(token.text + extra)

    def expect(self, context: str, *kinds):
        token = self.next_word()
        if token.kind not in kinds:
            self.unexpected(token, context)
        return token

    # ---- templates ----

    def run(self) -> dict:
        root = nodes.List(self.peek().pos, [])
        while self.peek().kind != "eof":
            if self.peek().kind == "leftdelim":
                delim = self.next()
                if self.next_word().kind == "define":
                    self.definition()
                    continue
                self.put_back(delim)
            root.items.append(self.outer())
        self.add(self.name, root)
        return self.trees

    def outer(self):
        node = self.text_or_action()
        if isinstance(node, (nodes.End, nodes.Else)):
            self.fail(f"unexpected {node}")
        return node

    def add(self, name: str, root) -> None:
        if name not in self.trees or _empty(self.trees[name]):
            self.trees[name] = root
        elif not _empty(root):
            self.fail(f"template: multiple definition of template {go_quote(name)}")

    def definition(self) -> None:
        context = "define clause"
        name = self.unquoted(self.expect(context, "string", "rawstring"))
        self.expect(context, "rightdelim")
        self.add(name, self.scope(context))

    def scope(self, context: str):
        """The body of a definition: it sees no variables but its own."""
        saved = self.variables, self.range_depth
        self.variables, self.range_depth = ["$"], 0
        body, end = self.item_list()
        self.variables, self.range_depth = saved
        if not isinstance(end, nodes.End):
            self.fail(f"unexpected {end} in {context}")
        return body

    def item_list(self):
        """(the nodes up to {{end}} or {{else}}, that node)."""
        body = nodes.List(self.peek_word().pos, [])
        while self.peek_word().kind != "eof":
            node = self.text_or_action()
            if isinstance(node, (nodes.End, nodes.Else)):
                return body, node
            body.items.append(node)
        self.fail("unexpected EOF")

    def text_or_action(self):
        token = self.next_word()
        if token.kind == "text":
            return nodes.Text(token.pos, token.text)
        if token.kind != "leftdelim":
            self.unexpected(token, "input")
        self.action_line = token.line
        node = self.action()
        self.action_line = 0
        return node

    def action(self):
        token = self.next_word()
        control = _CONTROLS.get(token.kind)
        if control:
            return control(self, token)
        self.backup()
        return nodes.Action(self.peek().pos, self.pipeline("command", "rightdelim"))

    def jump(self, token):
        if self.peek_word().kind != "rightdelim":
            self.unexpected(self.next_word(), "{{" + token.kind + "}}")
        self.next_word()
        if not self.range_depth:
            self.fail("{{" + token.kind + "}} outside {{range}}")
        return (nodes.Break if token.kind == "break" else nodes.Continue)(token.pos)

    def end(self, token):
        return nodes.End(self.expect("end", "rightdelim").pos)

    def otherwise(self, token):
        ahead = self.peek_word()
        if ahead.kind in ("if", "with"):
            return nodes.Else(ahead.pos)
        return nodes.Else(self.expect("else", "rightdelim").pos)

    def control(self, token):
        word, known = token.kind, len(self.variables)
        pipe = self.pipeline(word, "rightdelim")
        self.range_depth += word == "range"
        body, end = self.item_list()
        self.range_depth -= word == "range"
        other = self.else_list(word, end) if isinstance(end, nodes.Else) else None
        del self.variables[known:]
        return {"if": nodes.If, "with": nodes.With, "range": nodes.Range}[word](pipe.pos, pipe, body, other)

    def else_list(self, word: str, at):
        if word in ("if", "with") and self.peek().kind == word:
            return nodes.List(at.pos, [self.control(self.next())])
        other, end = self.item_list()
        if not isinstance(end, nodes.End):
            self.fail(f"expected end; found {end}")
        return other

    def block(self, token):
        context = "block clause"
        token = self.next_word()
        name = self.template_name(token, context)
        pipe = self.pipeline(context, "rightdelim")
        self.add(name, self.scope(context))
        return nodes.Call(token.pos, name, pipe)

    def call(self, token):
        context, pipe = "template clause", None
        token = self.next_word()
        name = self.template_name(token, context)
        if self.next_word().kind != "rightdelim":
            self.backup()
            pipe = self.pipeline(context, "rightdelim")
        return nodes.Call(token.pos, name, pipe)

    def template_name(self, token, context: str) -> str:
        if token.kind not in ("string", "rawstring"):
            self.unexpected(token, context)
        return self.unquoted(token)

    def unquoted(self, token) -> str:
        try:
            return gounquote.unquote(token.text)
        except ValueError as e:
            self.fail(str(e))

    # ---- pipelines ----

    def pipeline(self, context: str, end: str):
        pipe = nodes.Pipe(self.peek_word().pos, [], False, [])
        while self.declaration(pipe, context):
            pass
        while True:
            token = self.next_word()
            if token.kind == end:
                self.check(pipe, context)
                return pipe
            if token.kind not in _OPERANDS:
                self.unexpected(token, context)
            self.backup()
            pipe.commands.append(self.command())

    def declaration(self, pipe, context: str) -> bool:
        """Read `$x :=`, `$x =` or `$x,`; True when a second variable must follow."""
        variable = self.peek_word()
        if variable.kind != "variable":
            return False
        self.next()
        after = self.peek()
        ahead = self.peek_word()
        if ahead.kind in ("assign", "declare"):
            pipe.assign = ahead.kind == "assign"
            self.next_word()
            self.declare(pipe, variable)
            return False
        if ahead.kind == "char" and ahead.text == ",":
            self.next_word()
            self.declare(pipe, variable)
            return self.second_variable(pipe, context)
        self.put_back(variable, after) if after.kind == "space" else self.put_back(variable)
        return False

    def declare(self, pipe, variable) -> None:
        pipe.decl.append(nodes.Variable(variable.pos, variable.text.split(".")))
        self.variables.append(variable.text)

    def second_variable(self, pipe, context: str) -> bool:
        if context != "range" or len(pipe.decl) >= 2:
            self.fail(f"too many declarations in {context}")
        if self.peek_word().kind not in ("variable", "rightdelim", "rightparen"):
            self.fail("range can only initialize variables")
        return True

    def check(self, pipe, context: str) -> None:
        if not pipe.commands:
            self.fail(f"missing value for {context}")
        for stage, command in enumerate(pipe.commands[1:], 2):
            if isinstance(command.args[0], _NO_FIELDS):
                self.fail(f"non executable command in pipeline stage {stage}")

    def command(self):
        command = nodes.Command(self.peek_word().pos, [])
        while True:
            self.peek_word()
            operand = self.operand()
            if operand is not None:
                command.args.append(operand)
            token = self.next()
            if token.kind == "space":
                continue
            if token.kind in ("rightdelim", "rightparen"):
                self.backup()
            elif token.kind != "pipe":
                self.unexpected(token, "operand")
            break
        if not command.args:
            self.fail("empty command")
        return command

    def operand(self):
        node = self.term()
        if node is None or self.peek().kind != "field":
            return node
        pos, path = self.peek().pos, []
        while self.peek().kind == "field":
            path.append(self.next().text[1:])
        if isinstance(node, (nodes.Field, nodes.Variable)):
            return type(node)(pos, node.path + path)
        if isinstance(node, _NO_FIELDS):
            self.fail(f"unexpected . after term {go_quote(str(node))}")
        return nodes.Chain(pos, node, path)

    def term(self):
        token = self.next_word()
        kind, pos, text = token.kind, token.pos, token.text
        if kind == "identifier":
            if text not in self.functions:
                self.fail(f"function {go_quote(text)} not defined")
            return nodes.Identifier(pos, text)
        if kind == "variable":
            if text not in self.variables:
                self.fail(f"undefined variable {go_quote(text)}")
            return nodes.Variable(pos, [text])
        if kind == "leftparen":
            return self.pipeline("parenthesized pipeline", "rightparen")
        simple = _TERMS.get(kind)
        if simple:
            return simple(self, token)
        self.backup()
        return None

    def number(self, token):
        try:
            return nodes.Constant(token.pos, _character(token.text) if token.kind == "charconstant" else _number(token.text), token.text)
        except ValueError as e:
            self.fail(str(e))


_CONTROLS = {
    "block": _Parser.block, "break": _Parser.jump, "continue": _Parser.jump, "else": _Parser.otherwise, "end": _Parser.end,
    "if": _Parser.control, "range": _Parser.control, "with": _Parser.control, "template": _Parser.call,
}

_TERMS = {
    "dot": lambda parser, token: nodes.Dot(token.pos),
    "nil": lambda parser, token: nodes.Nil(token.pos),
    "field": lambda parser, token: nodes.Field(token.pos, [token.text[1:]]),
    "bool": lambda parser, token: nodes.Constant(token.pos, token.text == "true", token.text),
    "string": lambda parser, token: nodes.Constant(token.pos, parser.unquoted(token), token.text),
    "rawstring": lambda parser, token: nodes.Constant(token.pos, parser.unquoted(token), token.text),
    "number": _Parser.number, "charconstant": _Parser.number,
}


def _empty(root) -> bool:
    return all(isinstance(item, nodes.Text) and not item.text.strip() for item in root.items)


def _character(text: str):
    try:
        value = gounquote.unescape(text[1:-1], "'") if "\\" in text else text[1:-1]
    except ValueError:
        value = ""
    if len(value) != 1:
        raise ValueError(f"malformed character constant: {text}")
    return gofmt.Int(ord(value))


def _octal(text: str, digits: str) -> int:
    try:
        return int(digits, 8)
    except ValueError:
        raise ValueError(f"integer overflow: {go_quote(text)}") from None


def _number(text: str):
    """A number as the ideal constant it is: an int where it can be, else a float."""
    digits = text.replace("_", "").lower()
    bare = digits.lstrip("+-")
    try:
        if len(bare) > 1 and bare[0] == "0" and bare.isdecimal():
            return gofmt.Int(_octal(text, digits))
        value = int(digits, 0)
        if not -(1 << 63) <= value < 1 << 63:
            raise ValueError(f"integer overflow: {go_quote(text)}")
        return gofmt.Int(value)
    except ValueError as e:
        if "overflow" in str(e):
            raise
    try:
        return float.fromhex(digits) if bare.startswith("0x") else float(digits)
    except (ValueError, OverflowError):
        raise ValueError(f"illegal number syntax: {go_quote(text)}") from None
