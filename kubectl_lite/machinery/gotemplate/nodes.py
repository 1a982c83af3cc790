"""The nodes of a parsed template. `str()` of a node is the source text Go's messages show; `pos` its place in the template."""
from __future__ import annotations


class Node:
    """What all nodes have."""
    __slots__ = ("pos",)

    def __init__(self, pos: int):
        self.pos = pos


def _node(name: str, fields: str, show):
    """A node class with the given fields, printed by `show`."""
    names = tuple(fields.split())

    def init(self, pos, *values):
        self.pos = pos
        for key, value in zip(names, values):
            setattr(self, key, value)

    return type(name, (Node,), {"__slots__": names, "__init__": init, "__str__": show})


def _pipe(self) -> str:
    head = ", ".join(map(str, self.decl)) + (" = " if self.assign else " := ") if self.decl else ""
    return head + " | ".join(map(str, self.commands))


def _in_parens(node) -> str:
    return f"({node})" if isinstance(node, Pipe) else str(node)


def _template(self) -> str:
    from kubectl_lite.machinery.field import go_quote
    return "{{template " + go_quote(self.name) + (f" {self.pipe}" if self.pipe else "") + "}}"


def _control(word):
    def show(self) -> str:
        other = "{{else}}" + str(self.other) if self.other is not None else ""
        return "{{" + f"{word} {self.pipe}" + "}}" + f"{self.body}{other}" + "{{end}}"
    return show


List = _node("List", "items", lambda self: "".join(map(str, self.items)))
Text = _node("Text", "text", lambda self: self.text)
Action = _node("Action", "pipe", lambda self: "{{" + str(self.pipe) + "}}")
Pipe = _node("Pipe", "decl assign commands", _pipe)
Command = _node("Command", "args", lambda self: " ".join(map(_in_parens, self.args)))
Identifier = _node("Identifier", "name", lambda self: self.name)
Variable = _node("Variable", "path", lambda self: ".".join(self.path))
Field = _node("Field", "path", lambda self: "".join("." + name for name in self.path))
Chain = _node("Chain", "node path", lambda self: _in_parens(self.node) + "".join("." + name for name in self.path))
Dot = _node("Dot", "", lambda self: ".")
Nil = _node("Nil", "", lambda self: "nil")
Constant = _node("Constant", "value text", lambda self: self.text)
If = _node("If", "pipe body other", _control("if"))
With = _node("With", "pipe body other", _control("with"))
Range = _node("Range", "pipe body other", _control("range"))
Call = _node("Call", "name pipe", _template)
Break = _node("Break", "", lambda self: "{{break}}")
Continue = _node("Continue", "", lambda self: "{{continue}}")
End = _node("End", "", lambda self: "{{end}}")
Else = _node("Else", "", lambda self: "{{else}}")
