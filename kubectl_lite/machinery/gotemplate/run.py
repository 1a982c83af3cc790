"""Executes a parsed template over decoded JSON, as text/template does, with its error texts."""
from __future__ import annotations

from kubectl_lite.machinery import gofmt
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.gotemplate import nodes
from kubectl_lite.machinery.gotemplate.errors import TemplateError
from kubectl_lite.machinery.gotemplate.functions import FUNCTIONS, parameter
from kubectl_lite.machinery.gotemplate.parse import parse
from kubectl_lite.machinery.gotemplate.values import ABSENT, INVALID, Boxed, is_true, plain, printed, type_of, unbox

MAX_DEPTH = 100_000


class Template:
    """A parsed template. `missing_is_error` is the option missingkey=error."""
    __slots__ = ("name", "source", "trees", "missing_is_error")

    def __init__(self, source: str, name: str = "output", missing_is_error: bool = False):
        self.name, self.source, self.missing_is_error = name, source, missing_is_error
        self.trees = parse(name, source, FUNCTIONS)

    def execute(self, data) -> str:
        """The output; a TemplateError carries what was written before it."""
        run = _Run(self, self.name, data)
        try:
            run.walk(data, self.trees[self.name])
        except RecursionError:
            raise TemplateError(run.message(f"exceeded maximum template depth ({MAX_DEPTH})"), "".join(run.out)) from None
        except TemplateError as e:
            e.output = "".join(run.out)
            raise
        return "".join(run.out)


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


class _Run:
    """One execution of one template; `node` is the one errors point to, `variables` a stack of [name, value]."""
    __slots__ = ("template", "name", "out", "node", "variables")

    def __init__(self, template, name, data, out=None):
        self.template, self.name, self.node = template, name, None
        self.out = [] if out is None else out
        self.variables = [["$", data]]

    # ---- errors ----

    def message(self, text: str) -> str:
        before = self.template.source[:self.node.pos]
        line_start = before.rfind("\n") + 1
        column = len(before[line_start:].encode("utf-8", "surrogateescape"))
        place = f"{self.template.name}:{before.count(chr(10)) + 1}:{column}"
        return f"template: {place}: executing {go_quote(self.name)} at <{self.node}>: {text}"

    def fail(self, text: str):
        raise TemplateError(self.message(text))

    # ---- statements ----

    def walk(self, dot, node) -> None:
        self.node = node
        _WALKS[type(node)](self, dot, node)

    def walk_list(self, dot, node):
        for item in node.items:
            self.walk(dot, item)

    def walk_text(self, dot, node):
        self.out.append(node.text)

    def walk_action(self, dot, node):
        value = self.pipeline(dot, node.pipe)
        if not node.pipe.decl:
            self.node = node
            self.out.append(printed(value))

    def walk_break(self, dot, node):
        raise _Break

    def walk_continue(self, dot, node):
        raise _Continue

    def walk_branch(self, dot, node):
        known = len(self.variables)
        value = self.pipeline(dot, node.pipe)
        if is_true(value):
            self.walk(value if isinstance(node, nodes.With) else dot, node.body)
        elif node.other is not None:
            self.walk(dot, node.other)
        del self.variables[known:]

    def walk_call(self, dot, node):
        self.node = node
        body = self.template.trees.get(node.name)
        if body is None:
            self.fail(f"template {go_quote(node.name)} not defined")
        dot = self.pipeline(dot, node.pipe) if node.pipe else INVALID
        _Run(self.template, node.name, dot, self.out).walk(dot, body)

    def walk_range(self, dot, node):
        known = len(self.variables)
        value = unbox(self.pipeline(dot, node.pipe))
        ran = False
        try:
            for key, element in self.elements(value, node):
                ran = True
                self.iteration(node, key, element)
        except _Break:
            pass
        if not ran and node.other is not None:
            self.walk(dot, node.other)
        del self.variables[known:]

    def elements(self, value, node):
        """(index, element) pairs of what a range goes over."""
        if value is INVALID:
            return ()
        if isinstance(value, list):
            return ((gofmt.Int(i), Boxed(item)) for i, item in enumerate(value))
        if isinstance(value, dict):
            return ((key, Boxed(value[key])) for key in sorted(value))
        if isinstance(value, int) and not isinstance(value, bool):
            if len(node.pipe.decl) > 1:
                self.fail(f"can't use {gofmt.text(value)} to iterate over more than one variable")
            return ((INVALID, type(value)(i)) for i in range(value))
        self.fail(f"range can't iterate over {gofmt.text(value)}")

    def iteration(self, node, key, element) -> None:
        pipe, known = node.pipe, len(self.variables)
        values = [element] if len(pipe.decl) == 1 else [key, element]
        for i, (variable, value) in enumerate(zip(pipe.decl, values)):
            if pipe.assign:
                self.set(variable.path[0], value)
            else:
                self.variables[known - len(pipe.decl) + i][1] = value
        try:
            self.walk(element, node.body)
        except _Continue:
            pass
        del self.variables[known:]

    def set(self, name: str, value) -> None:
        for entry in reversed(self.variables):
            if entry[0] == name:
                entry[1] = value
                return
        self.fail(f"undefined variable: {name}")

    # ---- values ----

    def pipeline(self, dot, pipe):
        self.node, value = pipe, ABSENT
        for command in pipe.commands:
            value = self.command(dot, command, value)
            if isinstance(value, Boxed):
                value = unbox(value)
        for variable in pipe.decl:
            if pipe.assign:
                self.set(variable.path[0], value)
            else:
                self.variables.append([variable.path[0], value])
        return value

    def command(self, dot, command, final):
        first, args = command.args[0], command.args
        if isinstance(first, nodes.Identifier):
            self.node = first
            return self.call(dot, first, command, args[1:], final)
        if isinstance(first, (nodes.Field, nodes.Chain, nodes.Variable)):
            return self.path(dot, first, args, final)
        if isinstance(first, nodes.Pipe):
            self.no_arguments(args, final)
            return self.pipeline(dot, first)
        self.node = first
        self.no_arguments(args, final)
        if isinstance(first, nodes.Dot):
            return dot
        if isinstance(first, nodes.Nil):
            self.fail("nil is not a command")
        return first.value

    def no_arguments(self, args, final) -> None:
        if len(args) > 1 or final is not ABSENT:
            self.fail(f"can't give argument to non-function {args[0]}")

    def path(self, dot, node, args=(), final=ABSENT):
        """The value of .a.b, $x.a.b or (pipe).a.b."""
        self.node = node
        names = node.path
        if isinstance(node, nodes.Variable):
            receiver, names = self.variable(node.path[0]), node.path[1:]
            if not names:
                if args:
                    self.no_arguments(args, final)
                return receiver
        elif isinstance(node, nodes.Chain):
            receiver = self.chained(dot, node)
        else:
            receiver = dot
        for name in names[:-1]:
            receiver = self.field(receiver, name, False)
        return self.field(receiver, names[-1], len(args) > 1 or final is not ABSENT)

    def chained(self, dot, node):
        if isinstance(node.node, nodes.Identifier):
            self.node = node.node
            return self.call(dot, node.node, node.node, (), ABSENT)
        return self.pipeline(dot, node.node)

    def variable(self, name: str):
        for entry in reversed(self.variables):
            if entry[0] == name:
                return entry[1]
        self.fail(f"undefined variable: {name}")

    def field(self, receiver, name: str, has_arguments: bool):
        if receiver is INVALID:
            if self.template.missing_is_error:
                self.fail(f"nil data; no entry for key {go_quote(name)}")
            return INVALID
        static, value = type_of(receiver), unbox(receiver)
        if value is INVALID:
            self.fail(f"nil pointer evaluating {static}.{name}")
        if not isinstance(value, dict):
            self.fail(f"can't evaluate field {name} in type {static}")
        if has_arguments:
            self.fail(f"{name} is not a method but has arguments")
        if name in value:
            return Boxed(value[name])
        if self.template.missing_is_error:
            self.fail(f"map has no entry for key {go_quote(name)}")
        return INVALID

    # ---- calls ----

    def call(self, dot, node, command, args, final):
        name = node.name
        function, fixed, variadic, _ = FUNCTIONS[name]
        given = len(args) + (final is not ABSENT)
        if variadic and given < fixed:
            self.fail(f"wrong number of args for {name}: want at least {fixed} got {len(args)}")
        if not variadic and given != fixed:
            self.fail(f"wrong number of args for {name}: want {fixed} got {given}")
        if name in ("and", "or"):
            return self.short_circuit(dot, name, args, final)
        values = [self.argument(dot, arg, parameter(name, i)) for i, arg in enumerate(args)]
        if final is not ABSENT:
            values.append(self.checked(final, parameter(name, len(args))))
        try:
            return function(*values) if function else self.not_a_function(values[0], args)
        except ValueError as e:
            self.node = command
            self.fail(f"error calling {name}: {e}")

    @staticmethod
    def not_a_function(value, args):
        """What `call` does: decoded JSON holds no functions."""
        shown = args[0] if args else "."
        if unbox(value) is INVALID:
            raise ValueError(f"call of nil: {shown}" if args else "call of nil")
        raise ValueError(f"non-function {shown} of type {gofmt.type_name(unbox(value))}")

    def short_circuit(self, dot, name: str, args, final):
        value = INVALID
        for arg in args:
            value = self.argument(dot, arg, "value")
            if is_true(value) == (name == "or"):
                return value
        return value if final is ABSENT else final

    def argument(self, dot, node, type_: str):
        self.node = node
        if isinstance(node, nodes.Constant):
            if type_ == "string" and not isinstance(node.value, str):
                self.fail(f"expected string; found {node}")
            return node.value
        if isinstance(node, nodes.Nil):
            if type_ == "string":
                self.fail("cannot assign nil to string")
            return INVALID if type_ == "value" else None
        return self.checked(self.evaluated(dot, node), type_)

    def evaluated(self, dot, node):
        if isinstance(node, nodes.Dot):
            return dot
        if isinstance(node, nodes.Pipe):
            return self.pipeline(dot, node)
        if isinstance(node, nodes.Identifier):
            self.node = node
            return self.call(dot, node, node, (), ABSENT)
        return self.path(dot, node)

    def checked(self, value, type_: str):
        """The value as a parameter of that type takes it."""
        if type_ == "value":
            return value
        if type_ == "any":
            return plain(value)
        if value is INVALID:
            self.fail("invalid value; expected string")
        inner = unbox(value)
        if not isinstance(inner, str):
            self.fail(f"wrong type for value; expected string; got {type_of(value if inner is INVALID else inner)}")
        return inner


_WALKS = {
    nodes.List: _Run.walk_list, nodes.Text: _Run.walk_text, nodes.Action: _Run.walk_action, nodes.If: _Run.walk_branch,
    nodes.With: _Run.walk_branch, nodes.Range: _Run.walk_range, nodes.Call: _Run.walk_call, nodes.Break: _Run.walk_break,
    nodes.Continue: _Run.walk_continue,
}
