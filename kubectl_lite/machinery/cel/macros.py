"""The macros: calls that are no functions but loops and tests of presence."""
from __future__ import annotations

from kubectl_lite.machinery.cel.errors import CompileError
from kubectl_lite.machinery.cel.tree import Node

# macro name: numbers of arguments it takes as a method
FOLDS = {"all": (2, 3), "exists": (2, 3), "exists_one": (2, 3), "existsOne": (2, 3), "map": (2, 3), "filter": (2,),
         "transformList": (3, 4), "transformMap": (3, 4), "transformMapEntry": (3, 4), "sortBy": (2,)}


def method(text: str, target: Node, name: str, arguments: list, pos: int) -> Node:
    """The node of a method call, expanded if it is a macro."""
    if name in FOLDS and len(arguments) in FOLDS[name]:
        return _fold(text, target, name, arguments, pos)
    if name in ("optMap", "optFlatMap") and len(arguments) == 2:
        return Node("fold", pos, (name, (_variable(text, arguments[0]),)), (target, arguments[1]))
    return Node("method", pos, name, (target, *arguments))


def call(text: str, name: str, arguments: list, pos: int) -> Node:
    """The node of a function call, expanded if it is a macro."""
    if name == "has" and len(arguments) == 1:
        field = arguments[0]
        if field.kind not in ("select", "optselect"):
            raise CompileError(text, [(field.pos, "invalid argument to has() macro")])
        return Node("test", pos, field.value, field.args)
    return Node("call", pos, name, arguments)


def _fold(text, target, name, arguments, pos):
    """a.all(x, …), or with two variables a.all(k, v, …)."""
    two = name.startswith("transform") or len(arguments) == 3 and name != "map"
    count = 2 if two else 1
    variables = tuple(_variable(text, a) for a in arguments[:count])
    return Node("fold", pos, (name, variables), (target, *arguments[count:]))


def _variable(text, node):
    if node.kind != "ident":
        raise CompileError(text, [(node.pos, "argument must be a simple name")])
    return node.value
