"""CEL, the Common Expression Language, as Kubernetes uses it: parser, type checker, evaluator and the function libraries.

    program = cel.compile(text, env)     # CompileError with cel-go's text ("ERROR: <input>:1:1: undeclared reference to 'x' (in container '')\\n | x\\n | ^")
    program.type                         # the checked result type: types.BOOL, types.DYN, …; str() is cel-go's name
    program.evaluate({"object": …})      # the value; EvaluationError when it has none ("no such key: a")

`env` is an `Env`: the declared variables and their types. Written here because both the texts of compile errors and the types of
Kubernetes' objects are part of the API's behaviour. Knows no kinds; compiled programs are immutable and may be cached.
"""
from __future__ import annotations

from kubectl_lite.machinery.cel.checker import Env, check
from kubectl_lite.machinery.cel.depth import room
from kubectl_lite.machinery.cel.errors import CompileError, CostExceeded, EvaluationError
from kubectl_lite.machinery.cel.evaluator import Meter, Program
from kubectl_lite.machinery.cel.parser import DEPTH_MAX, parse

__all__ = ["CompileError", "CostExceeded", "Env", "EvaluationError", "Meter", "Program", "compile"]


def compile(text: str, env: Env) -> Program:  # noqa: A001 - reads as cel.compile
    """Parse and check an expression."""
    try:
        with room():
            tree = parse(text)
            return Program(tree, check(tree, env, text), env)
    except RecursionError:
        raise CompileError(text, [(0, f"expression recursion limit exceeded: {DEPTH_MAX}")]) from None
