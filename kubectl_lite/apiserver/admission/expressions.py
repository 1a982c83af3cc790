"""Expressions: match conditions of webhooks and policies over a write, with Kubernetes' words for what cannot be evaluated."""
from __future__ import annotations

from kubectl_lite.api import expressions
from kubectl_lite.apiserver.admission import request
from kubectl_lite.machinery import cel

variables = request.variables


class Failed(Exception):
    """Conditions that could not be evaluated, none of the others being false; str() names them."""


def hold(conditions, values: dict, evaluate=None) -> bool:
    """Whether every match condition is true. One that is false counts more than errors; Failed when there are errors only."""
    evaluate = evaluate or (lambda text: expressions.program(text, False).evaluate(values))
    problems = []
    for condition in conditions:
        try:
            if evaluate(condition["expression"]) is not True:
                return False
        except (cel.CompileError, cel.EvaluationError) as e:
            problems.append(f"expression '{condition['expression']}' resulted in error: {e}")
    if problems:
        raise Failed(problems[0] if len(problems) == 1 else "[" + ", ".join(problems) + "]")
    return True
