"""The syntax tree: one Node class; KINDS says what `value` and `args` are for each kind."""
from __future__ import annotations

# kind: value, args
KINDS = {
    "literal": "the Python value (UInt for 1u), no args",
    "ident": "the name, no args",
    "select": "the field name; the operand",
    "test": "the field name (of has(a.b)); the operand",
    "optselect": "the field name (of a.?b); the operand",
    "call": "the function name; the arguments",
    "method": "the function name; the target, then the arguments",
    "list": "indexes of the optional elements; the elements",
    "map": "indexes of the optional entries; keys and values in turn",
    "struct": "(type name, field names); the values",
    "fold": "(macro, variable names); the range, then the macro's expressions",
    "bind": "the variable name; its value, the expression; made by the checker of cel.bind(…)",
}


class Node:
    """A node of the tree; `pos` is the offset where errors about it point. The checker adds its type, and of a call the overloads that fit."""
    __slots__ = ("kind", "pos", "value", "args", "type", "overloads")

    def __init__(self, kind, pos, value=None, args=()):
        self.kind, self.pos, self.value, self.args = kind, pos, value, tuple(args)
        self.type, self.overloads = None, ()
